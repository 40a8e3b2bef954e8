import { describe, expect, it } from '@jest/globals';
import type { OperationContext } from '../../../../src/api/context/operation-context.ts';
import type { UnlinkCoordinator } from '../../../../src/api/membership/coordinator.ts';
import type { UnlinkOutcome } from '../../../../src/api/membership/outcome.ts';
import { unlinkGroups } from '../../../../src/api/unlink/unlink.resolver.ts';
import { UnlinkOutcomeUnknownError, UnlinkSuccess } from '../../../../src/api/unlink/unlink.types.ts';
import { ANYONE } from '../../../../src/auth/caller.ts';
import { CATALOGUES } from '../../../../src/i18n/catalogues.ts';
import { logExchange } from '../../../../src/utils/log.ts';
import { operationContext, REQUEST_ID, recordingAudit } from '../../operation-context.ts';
import { answered } from '../../z-api/exchanges.ts';
import { A, B, COMMUNITY_ID } from '../membership/communities.ts';

const REQUEST = { communityId: COMMUNITY_ID, groupsPhones: [A] };
const DONE = answered(200, { success: true });
const LEFT = { name: 'Community', description: null, subGroups: [] };

const broken = (): never => {
  throw new Error('broken');
};

/** Unlinks that do this. */
const unlinksThat = (run: () => Promise<UnlinkOutcome>) => ({ run }) as unknown as UnlinkCoordinator;

const withUnlinks = (context: OperationContext, unlinks: UnlinkCoordinator): OperationContext => ({
  ...context,
  tenant: { ...context.tenant, unlinks },
});

describe('unlinking groups', () => {
  it('sends one POST within the deadline and tells what came of it', async () => {
    const { context, calls } = operationContext(DONE);
    const result = await unlinkGroups(REQUEST, context);
    expect(result).toBeInstanceOf(UnlinkSuccess);
    expect(result).toMatchObject({
      communityId: COMMUNITY_ID,
      confirmation: 'ACKNOWLEDGED',
      requestId: REQUEST_ID,
    });
    expect(calls).toEqual([[{ method: 'POST', path: ['communities', 'unlink'], body: REQUEST }, 12_000]]);
  });

  it('logs every exchange without phones and ids', async () => {
    const { context, lines } = operationContext(async ({ method }) =>
      method === 'POST' ? answered(502, '<html>') : answered(200, LEFT),
    );
    await unlinkGroups(REQUEST, context);
    const line = (level: string, endpoint: string, status: number) => ({
      level,
      fields: {
        endpoint,
        attempt: 1,
        kind: 'answered',
        milliseconds: expect.any(Number),
        status,
        fault: undefined,
      },
      message: 'z-api exchange',
    });
    expect(lines).toEqual([
      line('warn', 'communities/unlink', 502),
      line('debug', 'communities-metadata', 200),
    ]);
  });

  it('shares one POST with who asks for the same meanwhile, and answers each in their own order', async () => {
    const groupsPhones = [A, B];
    const { context, calls } = operationContext(DONE);
    const other = { ...context, requestId: 'request-2' };
    const results = await Promise.all([
      unlinkGroups({ ...REQUEST, groupsPhones }, context),
      unlinkGroups({ ...REQUEST, groupsPhones: [B, A] }, other),
    ]);
    expect(results).toMatchObject([
      { requestId: REQUEST_ID, groups: [{ phone: A }, { phone: B }] },
      { requestId: 'request-2', groups: [{ phone: B }, { phone: A }] },
    ]);
    expect(calls).toHaveLength(1);
  });

  it('tells each of those who share a POST what came of it in their own language', async () => {
    const { context, calls } = operationContext(answered(429, {}));
    const catalogues = Object.values(CATALOGUES);
    const results = await Promise.all(
      catalogues.map((messages) => unlinkGroups(REQUEST, { ...context, messages })),
    );
    expect(results).toMatchObject(catalogues.map(({ errors }) => ({ message: errors.RATE_LIMITED })));
    expect(calls).toHaveLength(1);
  });
});

describe('what breaks from the POST on', () => {
  it.each<readonly [string, UnlinkCoordinator]>([
    ['the unlinks throwing at once', unlinksThat(broken)],
    ['the unlinks rejecting', unlinksThat(async () => broken())],
    ['the unlinks rejecting with nothing', unlinksThat(() => Promise.reject(undefined))],
    ['no outcome at all', unlinksThat(async () => undefined as unknown as UnlinkOutcome)],
  ])('leaves the outcome unknown and is logged: %s', async (_, unlinks) => {
    const { context, lines } = operationContext();
    const result = await unlinkGroups(REQUEST, withUnlinks(context, unlinks));
    expect(result).toBeInstanceOf(UnlinkOutcomeUnknownError);
    expect(result).toMatchObject({
      code: 'OUTCOME_UNKNOWN',
      communityId: COMMUNITY_ID,
      groups: [{ phone: A, status: 'UNKNOWN' }],
    });
    expect(lines).toMatchObject([{ level: 'error', message: 'unlink outcome unknown: unexpected error' }]);
  });

  it('leaves the outcome unknown when the transport breaks its promise never to throw', async () => {
    const { context } = operationContext(async () => broken());
    expect(await unlinkGroups(REQUEST, context)).toBeInstanceOf(UnlinkOutcomeUnknownError);
  });

  it('leaves the outcome unknown when the exchange cannot be logged', async () => {
    const { context } = operationContext(DONE);
    const exchangeObservers = [logExchange({ ...context.log, debug: broken })];
    expect(await unlinkGroups(REQUEST, { ...context, exchangeObservers })).toBeInstanceOf(
      UnlinkOutcomeUnknownError,
    );
  });

  it('leaves the outcome unknown when nothing can be logged at all', async () => {
    const { context } = operationContext(DONE);
    const log = { debug: broken, info: broken, warn: broken, error: broken, fatal: broken };
    const exchangeObservers = [logExchange(log)];
    expect(await unlinkGroups(REQUEST, { ...context, log, exchangeObservers })).toBeInstanceOf(
      UnlinkOutcomeUnknownError,
    );
  });
});

describe('the audit of an unlink', () => {
  const INTENT = { requestId: REQUEST_ID, caller: ANYONE, request: REQUEST };
  const told = (result: string, attempts: number, readBacks: number, code?: string) => ({
    result,
    code,
    attempts,
    readBacks,
    milliseconds: expect.any(Number),
  });

  const STILL_LINKED = {
    ...LEFT,
    subGroups: [A, B].map((phone) => ({ phone, name: phone, isGroupAnnouncement: false })),
  };

  it('is told the intent before anything is sent, and then the result', async () => {
    const seen: number[] = [];
    const { context, events } = operationContext(async () => {
      seen.push(events.length);
      return DONE;
    });
    await unlinkGroups(REQUEST, context);
    expect(seen).toEqual([1]);
    expect(events).toEqual([INTENT, told('UnlinkSuccess', 1, 0)]);
  });

  it('counts every attempt of the POST', async () => {
    const { context, events, calls } = operationContext({
      kind: 'not-sent',
      cause: 'unreachable',
      fault: 'ECONNREFUSED',
    });
    await unlinkGroups(REQUEST, context);
    expect(calls).toHaveLength(3);
    expect(events.at(-1)).toEqual(told('CommunityUpstreamError', 3, 0, 'UPSTREAM_UNAVAILABLE'));
  });

  it('counts the looks at the community, not the attempts of each, and nothing else', async () => {
    const read: string[] = [];
    const { context, events } = operationContext(async ({ method, path: [endpoint = ''] }) => {
      if (method === 'POST') return answered(200, { success: false });
      read.push(endpoint);
      if (endpoint === 'status') return answered(200, { connected: true, smartphoneConnected: true });
      return read.length === 1 ? { kind: 'no-answer', fault: 'ECONNRESET' } : answered(200, STILL_LINKED);
    });
    await unlinkGroups(REQUEST, context);
    expect(read).toEqual(['communities-metadata', 'communities-metadata', 'status']);
    expect(events.at(-1)).toEqual(told('UnlinkRejectedError', 1, 1, 'UNLINK_REJECTED'));
  });

  it('is of each caller: who shares a POST sent none', async () => {
    const { context, events } = operationContext(DONE);
    const { audit, events: others } = recordingAudit();
    const other = { ...context, requestId: 'request-2', audit };
    await Promise.all([unlinkGroups(REQUEST, context), unlinkGroups(REQUEST, other)]);
    expect(events).toEqual([INTENT, told('UnlinkSuccess', 1, 0)]);
    expect(others).toEqual([{ ...INTENT, requestId: 'request-2' }, told('UnlinkSuccess', 0, 0)]);
  });

  it('is told that the outcome is unknown when something breaks', async () => {
    const { context, events } = operationContext();
    await unlinkGroups(REQUEST, withUnlinks(context, unlinksThat(broken)));
    expect(events).toEqual([INTENT, told('UnlinkOutcomeUnknownError', 0, 0, 'OUTCOME_UNKNOWN')]);
  });

  it.each([
    ['the intent', broken],
    ['the result', () => broken],
  ])('costs neither the POST nor the outcome when it breaks, and is logged: at %s', async (_, audit) => {
    const { context, calls, lines } = operationContext(DONE);
    expect(await unlinkGroups(REQUEST, { ...context, audit })).toBeInstanceOf(UnlinkSuccess);
    expect(calls).toHaveLength(1);
    expect(lines.filter(({ level }) => level === 'error')).toMatchObject([
      { message: 'audit event lost: unexpected error' },
    ]);
  });
});
