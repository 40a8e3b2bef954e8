import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { CANARY_ACCESS } from '../../support/canaries.ts';
import { respond } from '../../support/fault-server.ts';
import type { TestService } from '../../support/service.ts';
import { EXPECTED, GROUPS, limited, unlink } from './unlinking.ts';
import { answerPost, jsonAnswer, SUCCESS, startUpstream, type Upstream } from './upstream.ts';

/** The function that throws in the running test; all others do their work. */
let broken: string | undefined;
let thrown = 0;

type Functions = Readonly<Record<string, (...args: unknown[]) => unknown>>;

const breakWhenAsked = (name: string) => {
  if (broken !== name) return;
  thrown += 1;
  throw new Error(`broke on ${CANARY_ACCESS.instanceToken} and ${GROUPS[0]}`);
};

const replace = async (module: string, replacing: (actual: Functions) => Functions) => {
  const path = fileURLToPath(new URL(`../../../src/${module}`, import.meta.url));
  const actual: Functions = await import(path);
  jest.unstable_mockModule(path, () => ({ ...actual, ...replacing(actual) }));
};

/** Makes functions of a module throw, each when its turn has come. */
const breakable = (module: string, ...names: readonly string[]) =>
  replace(module, (actual) =>
    Object.fromEntries(
      names.map((name) => [
        name,
        (...args: unknown[]) => {
          breakWhenAsked(name);
          return actual[name]?.(...args);
        },
      ]),
    ),
  );

/** Makes what a function returns, itself a function, throw when its turn has come. */
const breakableResult = (module: string, name: string) =>
  replace(module, (actual) => ({
    [name]: (...args) => {
      const result = actual[name]?.(...args) as (...args: unknown[]) => unknown;
      return (...args: unknown[]) => {
        breakWhenAsked(name);
        return result(...args);
      };
    },
  }));

let upstream: Upstream;
let service: TestService;

beforeAll(async () => {
  // What others import comes first, or they would import it whole.
  await breakable('z-api/response-bodies.ts', 'parseAnswer', 'retryAfterSeconds');
  await breakable('z-api/classify-response.ts', 'classifyWrite');
  await breakable('api/errors/from-z-api.ts', 'toCommunityError');
  await breakableResult('utils/log.ts', 'logExchange');
  await breakable('api/unlink/unlink-result.mapper.ts', 'toUnlinkResult');
  await breakableResult('bootstrap/audit-log.ts', 'createAuditLog');
  const { startTestService } = await import('../../support/service.ts');
  upstream = await startUpstream();
  service = await startTestService({ zApiUrl: upstream.url });
});
beforeEach(() => {
  broken = undefined;
  thrown = 0;
});
afterAll(async () => {
  await upstream.close();
  await service.close();
});

const LIMITED = respond('429 Any', { 'retry-after': '7' });
const REFUSED_FORM = jsonAnswer(405, {});

describe('once the POST was written, code of our own that throws leaves the outcome unknown', () => {
  it.each([
    ['parseAnswer', SUCCESS],
    ['retryAfterSeconds', LIMITED],
    ['classifyWrite', SUCCESS],
    ['logExchange', SUCCESS],
    ['logExchange', LIMITED],
    ['classifyWrite', REFUSED_FORM],
    ['toCommunityError', REFUSED_FORM],
    ['toUnlinkResult', SUCCESS],
    ['toUnlinkResult', LIMITED],
  ])('%s', async (name, answer) => {
    upstream.play(answerPost(answer));
    broken = name;
    expect(await unlink(service)).toEqual(EXPECTED.unknown);
    expect(thrown).toBeGreaterThan(0);
    expect(upstream.posts()).toHaveLength(1);
  });

  it.each([
    [SUCCESS, EXPECTED.success],
    [LIMITED, limited(7)],
    [REFUSED_FORM, EXPECTED.protocol],
  ])('and tells what came of it when nothing throws', async (answer, expected) => {
    upstream.play(answerPost(answer));
    expect(await unlink(service)).toEqual(expected);
    expect(upstream.posts()).toHaveLength(1);
  });
});

describe('an audit that throws', () => {
  it.each([
    [SUCCESS, EXPECTED.success],
    [LIMITED, limited(7)],
    [REFUSED_FORM, EXPECTED.protocol],
  ])('stops no POST, and what came of it is told all the same', async (answer, expected) => {
    upstream.play(answerPost(answer));
    broken = 'createAuditLog';
    expect(await unlink(service)).toEqual(expected);
    expect(thrown).toBe(1);
    expect(upstream.posts()).toHaveLength(1);
  });
});
