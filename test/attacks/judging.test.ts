import { describe, expect, it } from '@jest/globals';
import { en } from '../../src/i18n/en.ts';
import { ESCOLA } from '../../src/simulator/communities.ts';
import type { TestAnswer } from '../support/service.ts';
import { findingsIn, findingsInText } from './findings.ts';
import { asking, expectHarmless, expectRefused, judge, type Trial } from './judging.ts';
import { PROFILES, startDevelopment, targetOf } from './profiles.ts';

const answerOf = (
  status: number,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): TestAnswer => ({
  status,
  headers: new Headers({ 'x-request-id': 'mine', ...headers }),
  text: JSON.stringify(body),
  body,
});

const REFUSED = { errors: [{ message: 'No.', extensions: { code: 'BAD_REQUEST' } }] };
const LINE = {
  level: 'info',
  time: 'now',
  requestId: 'mine',
  msg: 'operation',
  kind: 'query',
  milliseconds: 1,
};
const NOTHING = { connections: 0, unlinkCalls: 0 };

/** A trial as it should be, but for what is said. */
const trial = (parts: Partial<Trial>): Trial => ({
  attack: {},
  accept: '*/*',
  answer: answerOf(400, REFUSED),
  before: NOTHING,
  after: NOTHING,
  lines: [LINE],
  ...parts,
});

describe('a verdict', () => {
  it('is clean of a request that was refused and came to nothing', () => {
    expect(judge(trial({}))).toEqual({ outcome: 'refused', reached: NOTHING, findings: [], forgedLines: [] });
  });

  it.each([
    ['200 with data', '*/*', answerOf(200, { data: {} }), 'answered'],
    ['200 with no data', '*/*', answerOf(200, REFUSED), expect.stringMatching(/^200 /)],
    ['200 with no data, to a caller of plain JSON', 'application/json', answerOf(200, REFUSED), 'refused'],
    ['200 with data that is null', 'application/json', answerOf(200, { ...REFUSED, data: null }), 'answered'],
    ['400 with data', '*/*', answerOf(400, { ...REFUSED, data: null }), expect.stringMatching(/^400 /)],
    ['400 with no errors', '*/*', answerOf(400, { errors: [] }), expect.stringMatching(/^400 /)],
    ['500', '*/*', answerOf(500, REFUSED), expect.stringMatching(/^500 /)],
  ])('tells a refusal from %s', (_, accept, answer, outcome) => {
    expect(judge(trial({ accept, answer })).outcome).toEqual(outcome);
  });

  it('counts what arrived behind the service', () => {
    const reached = { connections: 3, unlinkCalls: 1 };
    expect(judge(trial({ after: reached })).reached).toEqual(reached);
    expect(judge(trial({ before: reached, after: reached })).reached).toEqual(NOTHING);
  });

  it.each([
    ['as it is', answerOf(400, { errors: [{ message: 'a "quoted" text' }] })],
    ['in a header', answerOf(400, REFUSED, { 'x-echo': 'a "quoted" text' })],
  ])('finds a payload that comes back %s', (_, answer) => {
    expect(judge(trial({ attack: { payload: '"quoted"' }, answer })).findings).toEqual(['the payload']);
  });

  it.each([
    ['of another request', { ...LINE, requestId: 'another' }],
    ['in words of its own', { ...LINE, msg: 'forged' }],
    ['at another level', { ...LINE, level: 'error' }],
    ['with a field of its own', { ...LINE, forged: true }],
    ['with an operation that is no name', { ...LINE, operation: 'x\nforged' }],
  ])('finds a line of the log %s', (_, line) => {
    expect(judge(trial({ lines: [line] })).forgedLines).toEqual([line]);
  });

  it('finds a second line of the log', () => {
    expect(judge(trial({ lines: [LINE, LINE] })).forgedLines).toEqual([LINE]);
    expect(judge(trial({ lines: [] })).forgedLines).toEqual([]);
  });
});

describe('a finding', () => {
  it.each([
    ['a suggestion', 'Did you mean "community"?'],
    ['a stack', 'Error: x\n    at resolve (/srv/main.js:12:5)'],
    ['a stack', '{"extensions":{"exception":{}}}'],
    [
      'text of a library',
      'This operation has been blocked as a potential Cross-Site Request Forgery (CSRF).',
    ],
    ['text of a library', "SyntaxError: Expected ',' in JSON at position 4"],
    ['text of a library', 'Syntax Error: Expected Name, found <EOF>.'],
    ['text of a library', '@apollo/server'],
    ['words of graphql-js', 'Int cannot represent non-integer value: {}'],
    ['words of graphql-js', 'Directive "@skip" argument "if" of type "Boolean!" is required.'],
    ['words of graphql-js', 'Unknown type "IDs".'],
    ['a version', 'node v20.12.2'],
    ['a version', 'server: nginx/1.25'],
    ['a path of a file', '/usr/lib/x'],
    ['a path of a file', 'server.ts'],
    ['what clairvoyance learns from', `Cannot query field 'a' on type 'Query'.`],
    ['what clairvoyance learns from', 'Expected type Int!, found "x".'],
  ])('is %s: %s', (finding, text) => {
    expect(findingsInText(text)).toContain(finding);
  });

  it.each([['server'], ['x-powered-by'], ['via']])('is the header %s', (header) => {
    expect(findingsIn(answerOf(400, REFUSED, { [header]: 'x' }))).toEqual([header]);
  });

  it('is found within the texts of an answer, past the escapes of JSON', () => {
    const body = { errors: [{ message: 'Cannot query field "a" on type "Query".' }] };
    expect(findingsIn(answerOf(400, body))).toContain('what clairvoyance learns from');
  });

  it('is none of what the service says for itself', () => {
    const textsOf = (value: unknown): readonly string[] =>
      typeof value === 'string' ? [value] : Object.values(value as object).flatMap(textsOf);
    const found = textsOf(en).map((text) => [text, findingsInText(text)] as const);
    expect(found.filter(([, findings]) => findings.length > 0)).toEqual([]);
  });
});

describe.each(PROFILES)('what stands behind the service, in %s', (_, start) => {
  const target = targetOf(start);

  it('is seen to be reached by a read', async () => {
    const read = asking(`{ community(id: "${ESCOLA.id}") { id } }`);
    await expect(expectHarmless(target(), read, expect.anything())).rejects.toThrow(/"connections": [1-9]/);
  });

  it('is seen to be reached by an unlink', async () => {
    const before = target().reached();
    const query = `mutation { unlinkGroups(communityId: "${ESCOLA.id}", groupsPhones: ["120363041278650401-group"]) { __typename } }`;
    await target().service.graphql(query, {}, target().credential);
    const after = target().reached();
    expect(after.connections).toBeGreaterThan(before.connections);
    expect(after.unlinkCalls - before.unlinkCalls).toBe(start === startDevelopment ? 1 : 0);
  });

  it('is no reason to take a refusal for another', async () => {
    const slip = asking('{ nothing');
    await expect(expectRefused(target(), slip, en.request.limits.depth)).rejects.toThrow(en.request.syntax);
  });
});
