import { EventEmitter } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { ANYONE } from '../../../src/auth/caller.ts';
import { createTenants } from '../../../src/bootstrap/tenants.ts';
import { readConfig } from '../../../src/config/config.ts';
import { contextFactory } from '../../../src/http/create-context.ts';
import { CATALOGUES } from '../../../src/i18n/catalogues.ts';
import { NO_OBSERVER } from '../../../src/utils/service-observer.ts';
import { ZApiDatasource } from '../../../src/z-api/z-api.datasource.ts';
import { UNLIMITED } from '../../support/unlimited.ts';
import { recordingLog } from '../recording-log.ts';
import { type Answering, answered, transportOf } from '../z-api/exchanges.ts';

const FOUND = answered(200, { name: 'Community', subGroups: [] });
const MOST_AT_ONCE = 4;
const CONFIG = readConfig({ ZAPI_INSTANCE_ID: 'a', ZAPI_INSTANCE_TOKEN: 'b', ...UNLIMITED });
const AUDIT = () => () => {};

const setUp = async (answering: Answering) => {
  const { transport, calls } = transportOf(answering);
  const { log, lines } = recordingLog();
  const { find } = await createTenants(CONFIG, {
    log: log as Logger,
    zApi: new ZApiDatasource(transport, 12_000),
  });
  const tenant = find(undefined);
  if (tenant === undefined) throw new Error('expected a tenant');
  const identity = { caller: ANYONE, tenant, isFromGateway: true };
  const createContext = contextFactory({ deadlineMs: 20_000, audit: AUDIT, observer: NO_OBSERVER });
  const open = (id: string, raw = new EventEmitter(), headers = {}) =>
    createContext(
      { headers, id, log, identity } as unknown as FastifyRequest,
      { raw } as unknown as FastifyReply,
    );
  return { open, calls, lines, log, tenant };
};

/** Long enough for every promise that can settle without outside help. */
const soon = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('the context of an operation', () => {
  it("bears the request's id and log, English, who was let in, and what is the instance's", async () => {
    const { open, log, tenant } = await setUp(FOUND);
    const context = open('request-1');
    expect(context).toMatchObject({ requestId: 'request-1', outcomes: [], isFromGateway: true });
    expect([context.log, context.messages, context.caller]).toEqual([log, CATALOGUES.en, ANYONE]);
    expect(context.tenant).toBe(tenant);
    expect(context.audit).toBe(AUDIT);
  });

  it('speaks the language that the request asks for', async () => {
    const { open } = await setUp(FOUND);
    const { messages } = open('request-1', undefined, { 'accept-language': 'pt' });
    expect(messages).toBe(CATALOGUES['pt-BR']);
  });

  it('is made for nobody who was not let in', () => {
    const request = { id: 'request-1', log: recordingLog().log } as unknown as FastifyRequest;
    const reply = { raw: new EventEmitter() } as unknown as FastifyReply;
    const createContext = contextFactory({ deadlineMs: 20_000, audit: AUDIT, observer: NO_OBSERVER });
    expect(() => createContext(request, reply)).toThrow('the request was not authenticated');
  });

  it('has a deadline that runs from its making', async () => {
    const { open } = await setUp(FOUND);
    const before = performance.now();
    const { deadline } = open('request-1');
    const left = deadline.remainingMs();
    expect(left).toBeLessThanOrEqual(20_000);
    expect(left).toBeGreaterThanOrEqual(20_000 - (performance.now() - before));
  });

  it('repeats no read for a caller who hung up', async () => {
    const { open, calls } = await setUp({ kind: 'not-sent', cause: 'unreachable', fault: 'ECONNREFUSED' });
    const { communities } = open('request-1', Object.assign(new EventEmitter(), { destroyed: true }));
    await communities.read('12345');
    expect(calls).toHaveLength(1);
  });

  it('repeats no read for a caller who hangs up meanwhile', async () => {
    const raw = new EventEmitter();
    const { open, calls } = await setUp(async () => {
      raw.emit('close');
      return { kind: 'not-sent', cause: 'unreachable', fault: 'ECONNREFUSED' };
    });
    await open('request-1', raw).communities.read('12345');
    expect(calls).toHaveLength(1);
  });

  it('logs its reads', async () => {
    const { open, lines } = await setUp(FOUND);
    await open('request-1').communities.read('12345');
    expect(lines).toMatchObject([{ level: 'debug', fields: { endpoint: 'communities-metadata' } }]);
  });

  it('keeps what it read to itself', async () => {
    const { open, calls } = await setUp(FOUND);
    const [first, second] = [open('request-1'), open('request-2')];
    await Promise.all([first.communities.read('12345'), second.communities.read('12345')]);
    expect(calls).toHaveLength(2);
    expect(first.outcomes).not.toBe(second.outcomes);
  });
});

describe('the reads of one instance', () => {
  it('are at most 4 at once, over all operations', async () => {
    const waiting: (() => void)[] = [];
    const { open, calls } = await setUp(async () => {
      await new Promise<void>((go) => waiting.push(go));
      return FOUND;
    });
    const contexts = [open('request-1'), open('request-2')];
    const reads = contexts.flatMap(({ communities }) =>
      Array.from({ length: 5 }, (_, index) => communities.read(String(10_000 + index))),
    );
    for (let ended = 0; ended < reads.length; ended += 1) {
      await soon();
      expect(calls).toHaveLength(Math.min(ended + MOST_AT_ONCE, reads.length));
      waiting[ended]?.();
    }
    expect((await Promise.all(reads)).filter(({ kind }) => kind !== 'found')).toEqual([]);
  });
});
