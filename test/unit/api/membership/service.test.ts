import { beforeEach, describe, expect, it } from '@jest/globals';
import { UnlinkCoordinator } from '../../../../src/api/membership/coordinator.ts';
import type { ReadBack, UnlinkOutcome } from '../../../../src/api/membership/outcome.ts';
import { UnlinkService } from '../../../../src/api/membership/service.ts';
import { unlinkGroups } from '../../../../src/api/unlink/unlink.resolver.ts';
import type { ConnectionStatus } from '../../../../src/z-api/classify-response.ts';
import type { Meaning, ReadResult } from '../../../../src/z-api/meaning.ts';
import type { ZApiDatasource } from '../../../../src/z-api/z-api.datasource.ts';
import { MEANINGS } from '../../meanings.ts';
import { operationContext, unlimitedUnlinks } from '../../operation-context.ts';
import { pausedTime } from '../../pauses.ts';
import { A, ANNOUNCEMENT, B, C, COMMUNITY_ID, seen, unread } from './communities.ts';
import { NOT_FOUND, success, withGroups } from './states.ts';

const time = pausedTime();

const REQUEST = { communityId: COMMUNITY_ID, groupsPhones: [A, B] };

const GONE = seen(ANNOUNCEMENT, C);
const HALF = seen(ANNOUNCEMENT, B, C);
const ALL = seen(ANNOUNCEMENT, A, B, C);
const UNREADABLE = unread({ kind: 'unknown' });

const UNKNOWN: Meaning = { kind: 'unknown' };
const REFUSED: Meaning = { kind: 'refused' };
const DONE: Meaning = { kind: 'done' };

const connected = (value: boolean): ReadResult<ConnectionStatus> => ({
  kind: 'found',
  value: { connected: value },
});
const DISCONNECTED: UnlinkOutcome = { kind: 'failed', failure: { kind: 'instance', cause: 'disconnected' } };

const broken = (): never => {
  throw new Error('broken');
};

interface Script {
  readonly groupsPhones?: readonly string[];
  readonly meaning: Meaning | (() => Promise<Meaning>);
  /** What the community shows at each look; the last one again and again. */
  readonly looks?: readonly (ReadBack | (() => never))[];
  readonly status?: ReadResult<ConnectionStatus> | (() => never);
  readonly always?: boolean;
  readonly leftMs?: number;
  /** How long each call takes. */
  readonly callMs?: number;
}

/** The service over a Z-API that follows the script, and the calls that Z-API got. */
const scripted = ({ meaning, looks = [ALL], status, always = false, callMs = 0 }: Script) => {
  const calls: string[] = [];
  let looked = 0;
  const given = <T>(value: T | (() => T)): T => (typeof value === 'function' ? (value as () => T)() : value);
  const call = (name: string) => {
    calls.push(name);
    time.pass(callMs);
  };
  const zApi = {
    unlinkGroups: async (communityId: string, groupsPhones: readonly string[]) => {
      call(`unlink ${communityId} ${groupsPhones.join(' ')}`);
      return given<Meaning | Promise<Meaning>>(meaning);
    },
    readCommunity: async (communityId: string) => {
      call(`look ${communityId}`);
      const look = looks[Math.min(looked, looks.length - 1)] ?? UNREADABLE;
      looked += 1;
      return given<ReadBack>(look);
    },
    readStatus: async () => {
      call('status');
      return given<ReadResult<ConnectionStatus>>(status ?? connected(true));
    },
  };
  const service = new UnlinkService(zApi as unknown as ZApiDatasource, always ? 'always' : 'on-failure');
  return { service, calls };
};

/** The outcome of an unlink when Z-API follows the script, and the calls that Z-API got. */
const run = async (script: Script) => {
  const { service, calls } = scripted(script);
  const request = { ...REQUEST, groupsPhones: script.groupsPhones ?? REQUEST.groupsPhones };
  const outcome = await service.run(request, { deadline: time.deadlineIn(script.leftMs ?? 20_000) });
  return { outcome, calls };
};

const POST = `unlink ${COMMUNITY_ID} ${A} ${B}`;
const LOOK = `look ${COMMUNITY_ID}`;

beforeEach(time.restart);

describe('a success', () => {
  const acknowledged = success('ACKNOWLEDGED', { [A]: 'UNLINKED', [B]: 'UNLINKED' });

  it('costs one call', async () => {
    const { outcome, calls } = await run({ meaning: DONE });
    expect(outcome).toEqual(acknowledged);
    expect(calls).toEqual([POST]);
  });

  it('is verified by one look where proof is always asked for', async () => {
    const { outcome, calls } = await run({ meaning: DONE, looks: [GONE], always: true });
    expect(outcome).toEqual(success('VERIFIED', { [A]: 'UNLINKED', [B]: 'UNLINKED' }));
    expect(calls).toEqual([POST, LOOK]);
  });

  it('stays an acknowledgement where proof could not be had', async () => {
    const { outcome, calls } = await run({ meaning: DONE, looks: [UNREADABLE], always: true });
    expect(outcome).toEqual(acknowledged);
    expect(calls).toEqual([POST, LOOK]);
  });

  it.each([
    ['gone', GONE, success('VERIFIED', { [A]: 'UNLINKED', [B]: 'UNLINKED' })],
    ['partly gone', HALF, withGroups('partial', { [A]: 'NOT_LINKED', [B]: 'STILL_LINKED:UNDETERMINED' })],
    ['still there', ALL, withGroups('unknown', { [A]: 'STILL_LINKED', [B]: 'STILL_LINKED' })],
  ])('whose groups are still linked is settled by a second look, %s', async (_, second, expected) => {
    const { outcome, calls } = await run({ meaning: DONE, looks: [ALL, second], always: true });
    expect(outcome).toEqual(expected);
    expect(calls).toEqual([POST, LOOK, LOOK]);
    expect(time.pauses).toEqual([1_000]);
  });
});

describe('an outcome that is not known', () => {
  const observed = success('OBSERVED', { [A]: 'NOT_LINKED', [B]: 'NOT_LINKED' });
  const half = withGroups('unknown', { [A]: 'NOT_LINKED', [B]: 'STILL_LINKED' });
  const all = withGroups('unknown', { [A]: 'STILL_LINKED', [B]: 'STILL_LINKED' });
  const nothing = withGroups('unknown', { [A]: 'UNKNOWN', [B]: 'UNKNOWN' });

  it('is settled by one look when no group is linked', async () => {
    const { outcome, calls } = await run({ meaning: UNKNOWN, looks: [GONE] });
    expect(outcome).toEqual(observed);
    expect(calls).toEqual([POST, LOOK]);
  });

  it.each([
    ['the first look fails', [UNREADABLE]],
    ['there is no such community', [unread({ kind: 'missing' })]],
    ['the instance is in trouble', [unread({ kind: 'instance', cause: 'disconnected' })]],
  ])('is not looked at again when %s', async (_, looks) => {
    const { outcome, calls } = await run({ meaning: UNKNOWN, looks });
    expect(outcome).toEqual(nothing);
    expect(calls).toEqual([POST, LOOK]);
    expect(time.pauses).toEqual([]);
  });

  it.each<readonly [string, readonly ReadBack[], UnlinkOutcome]>([
    ['all were linked and now none', [ALL, GONE], observed],
    ['some were linked and now none', [HALF, GONE], observed],
    ['all were linked and now some', [ALL, HALF], half],
    ['all were linked and are', [ALL, ALL], all],
    ['some were linked, and the second look fails', [HALF, UNREADABLE], half],
    [
      'all were linked, and at the second look there is no such community',
      [ALL, unread({ kind: 'missing' })],
      all,
    ],
  ])('is looked at once more a second later: %s', async (_, looks, expected) => {
    const { outcome, calls } = await run({ meaning: UNKNOWN, looks });
    expect(outcome).toEqual(expected);
    expect(calls).toEqual([POST, LOOK, LOOK]);
    expect(time.pauses).toEqual([1_000]);
  });

  it.each([
    [0, false],
    [999, false],
    [1_000, false],
    [1_001, true],
  ])('with %d ms left after the first look is looked at again: %s', async (leftMs, again) => {
    const { outcome, calls } = await run({
      meaning: UNKNOWN,
      looks: [ALL, GONE],
      callMs: 500,
      leftMs: 1_000 + leftMs,
    });
    expect(outcome).toEqual(again ? observed : all);
    expect(calls).toEqual(again ? [POST, LOOK, LOOK] : [POST, LOOK]);
  });

  it('never asks for the status', async () => {
    const { calls } = await run({ meaning: UNKNOWN, looks: [ALL], status: connected(false) });
    expect(calls).not.toContain('status');
  });
});

describe('a refusal', () => {
  const unexplained = withGroups('rejected', {
    [A]: 'STILL_LINKED:UNDETERMINED',
    [B]: 'STILL_LINKED:UNDETERMINED',
  });

  it.each<readonly [string, ReadBack, UnlinkOutcome]>([
    [
      'by the last groups',
      seen(ANNOUNCEMENT, A, B),
      withGroups('rejected', {
        [A]: 'STILL_LINKED:LAST_LINKED_GROUP',
        [B]: 'STILL_LINKED:LAST_LINKED_GROUP',
      }),
    ],
    [
      'by one group that is already out',
      HALF,
      withGroups('partial', {
        [A]: 'NOT_LINKED',
        [B]: 'STILL_LINKED:UNDETERMINED',
      }),
    ],
    ['by all groups being out', GONE, success('OBSERVED', { [A]: 'NOT_LINKED', [B]: 'NOT_LINKED' })],
    ['by there being no such community', unread({ kind: 'missing' }), NOT_FOUND],
    ['by trouble with the instance', unread({ kind: 'instance', cause: 'disconnected' }), DISCONNECTED],
    ['by nothing that could be read', UNREADABLE, withGroups('rejected', { [A]: 'UNKNOWN', [B]: 'UNKNOWN' })],
  ])('is explained with one look and no status: %s', async (_, look, expected) => {
    const { outcome, calls } = await run({ meaning: REFUSED, looks: [look], status: connected(false) });
    expect(outcome).toEqual(expected);
    expect(calls).toEqual([POST, LOOK]);
    expect(time.pauses).toEqual([]);
  });

  it.each<readonly [string, ReadResult<ConnectionStatus>, UnlinkOutcome]>([
    ['connected', connected(true), unexplained],
    ['disconnected', connected(false), DISCONNECTED],
    ['said to be disconnected', unread({ kind: 'instance', cause: 'disconnected' }), DISCONNECTED],
    [
      'said to have no subscription',
      unread({ kind: 'instance', cause: 'subscription-expired' }),
      { kind: 'failed', failure: { kind: 'instance', cause: 'subscription-expired' } },
    ],
    ...MEANINGS.filter(({ kind }) => kind !== 'instance').map(
      (meaning) => [`not known for ${JSON.stringify(meaning)}`, unread(meaning), unexplained] as const,
    ),
  ])('that the community does not explain may be by the instance, %s', async (_, status, expected) => {
    const { outcome, calls } = await run({ meaning: REFUSED, looks: [ALL], status });
    expect(outcome).toEqual(expected);
    expect(calls).toEqual([POST, LOOK, 'status']);
  });
});

describe('a refusal that is explained for one group only', () => {
  it('does not ask for the status', async () => {
    const { outcome, calls } = await run({
      meaning: REFUSED,
      groupsPhones: [ANNOUNCEMENT, A],
      status: connected(false),
    });
    expect(outcome).toEqual(
      withGroups('rejected', {
        [ANNOUNCEMENT]: 'STILL_LINKED:ANNOUNCEMENT_GROUP',
        [A]: 'STILL_LINKED:UNDETERMINED',
      }),
    );
    expect(calls).toEqual([`unlink ${COMMUNITY_ID} ${ANNOUNCEMENT} ${A}`, LOOK]);
  });
});

describe('404 with a body that is no known error', () => {
  it.each<readonly [ReadBack, UnlinkOutcome]>([
    [unread({ kind: 'missing' }), NOT_FOUND],
    [ALL, { kind: 'failed', failure: { kind: 'protocol' } }],
    [UNREADABLE, { kind: 'failed', failure: { kind: 'protocol' } }],
  ])('is settled by one look: %#', async (look, expected) => {
    const { outcome, calls } = await run({ meaning: { kind: 'missing' }, looks: [look] });
    expect(outcome).toEqual(expected);
    expect(calls).toEqual([POST, LOOK]);
  });
});

describe.each([false, true])('a certain failure, with read-back always: %s', (always) => {
  const settledByLook = ['done', 'refused', 'unknown', 'missing'];

  it.each(MEANINGS.filter(({ kind }) => !settledByLook.includes(kind)).map((meaning) => [meaning] as const))(
    'is passed on without a further call: %j',
    async (meaning) => {
      const { outcome, calls } = await run({ meaning, always });
      expect(outcome).toEqual({ kind: 'failed', failure: meaning });
      expect(calls).toEqual([POST]);
    },
  );
});

describe('what breaks from the POST on', () => {
  const UNKNOWN_RESULT = {
    code: 'OUTCOME_UNKNOWN',
    groups: [
      { phone: A, status: 'UNKNOWN' },
      { phone: B, status: 'UNKNOWN' },
    ],
  };

  /** The whole use case, which has the one catch-all, over the scripted service. */
  const unlinkBy = (script: Script) => {
    const { context, lines } = operationContext();
    const unlinks = new UnlinkCoordinator(scripted(script).service, unlimitedUnlinks());
    const deadline = time.deadlineIn(20_000);
    return { context: { ...context, deadline, tenant: { ...context.tenant, unlinks } }, lines };
  };

  it.each<readonly [string, Script]>([
    ['the POST throws', { meaning: broken }],
    ['the POST rejects with nothing', { meaning: () => Promise.reject(undefined) }],
    ['the POST means nothing', { meaning: async () => undefined as unknown as Meaning }],
    ['the look after an unknown outcome throws', { meaning: UNKNOWN, looks: [broken] }],
    ['the second look throws', { meaning: UNKNOWN, looks: [ALL, broken] }],
    ['the look after a refusal throws', { meaning: REFUSED, looks: [broken] }],
    ['the status throws', { meaning: REFUSED, status: broken }],
    ['the look after 404 throws', { meaning: { kind: 'missing' }, looks: [broken] }],
    ['the look after a success throws', { meaning: DONE, looks: [broken], always: true }],
  ])('leaves the outcome unknown and is logged: %s', async (_, script) => {
    const { context, lines } = unlinkBy(script);
    expect(await unlinkGroups(REQUEST, context)).toMatchObject(UNKNOWN_RESULT);
    expect(lines).toMatchObject([{ level: 'error', message: 'unlink outcome unknown: unexpected error' }]);
  });

  it('leaves the outcome unknown when nothing can be logged either', async () => {
    const log = { debug: broken, info: broken, warn: broken, error: broken, fatal: broken };
    const { context } = unlinkBy({ meaning: broken });
    expect(await unlinkGroups(REQUEST, { ...context, log })).toMatchObject(UNKNOWN_RESULT);
  });
});
