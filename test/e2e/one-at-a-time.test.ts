import { setTimeout as sleep } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { UnlinkGroupsDocument, type UnlinkGroupsMutation } from '../../src/client/index.ts';
import type { Clock } from '../../src/utils/clock.ts';
import {
  type CommunityServer,
  communityWith,
  type Play,
  type Player,
  startCommunityServer,
} from '../support/community-server.ts';
import { fastClock } from '../support/fast-clock.ts';
import { closedAfterEach } from '../support/resources.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { until } from '../support/until.ts';
import { watchedClock } from '../support/watched-clock.ts';

type Result = NonNullable<UnlinkGroupsMutation['unlinkGroups']>;

const COMMUNITIES = [1, 2, 3, 4].map((ordinal) => communityWith(ordinal, 25));
const [ONE = communityWith(1, 25), OTHER = communityWith(2, 25)] = COMMUNITIES;
const group = (index: number): string => ONE.groups[index] ?? '';

/** Time enough for a hang-up to reach the POST, if it did. */
const SETTLE_MS = 300;

let waiting = watchedClock();
beforeEach(() => {
  waiting = watchedClock();
});
/** Until so many callers wait: for Z-API, for the outcome of another, or for their turn. Each is one wait on the clock. */
const cameIn = (count: number): Promise<void> => until(() => waiting.waits() >= count);

const opened = closedAfterEach();

const start = async (
  unlink: Player,
  environment: Readonly<Record<string, string>> = {},
  clock: Clock = waiting.clock,
) => {
  const zApi = opened(await startCommunityServer({ communities: COMMUNITIES, unlink }));
  const service = opened(await startTestService({ zApiUrl: zApi.url, environment, clock }));
  return { zApi, service };
};

const unlink = async (
  service: TestService,
  groupsPhones: readonly string[],
  { id: communityId } = ONE,
): Promise<Result> => {
  const variables = { communityId, groupsPhones: [...groupsPhones] };
  const { unlinkGroups } = await service.execute(UnlinkGroupsDocument, variables);
  if (!unlinkGroups) throw new Error('the mutation was refused');
  return unlinkGroups;
};

const groupsOf = (result: Result) => ('groups' in result ? result.groups : []);
const sortedByPhone = (result: Result) => ({
  ...result,
  requestId: 'any',
  groups: [...groupsOf(result)].sort((one, other) => one.phone.localeCompare(other.phone)),
});
const linkedIn = (zApi: CommunityServer, { id } = ONE): readonly string[] => zApi.linked(id) ?? [];

/** A hand on the answers: they wait until it lets go. */
const hold = () => {
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const held =
    (play: Player): Player =>
    async (one) => {
      await released;
      await play(one);
    };
  return { release, held };
};

const usual = ({ asUsual }: Play) => asUsual();
const refuse = ({ answer }: Play) => answer(200, { success: false });
/** Answers so although the groups, or some of them, leave. */
const leaving =
  (answer: (one: Play) => void, phones?: readonly string[]) =>
  (one: Play): void => {
    one.carryOut(phones);
    answer(one);
  };

describe('identical unlinks in flight', () => {
  const CALLERS = 100;
  const PHONES = [0, 1, 2, 3, 4].map(group);
  /** The same groups in another order for each, some of them twice. */
  const orderOf = (caller: number): readonly string[] => {
    const turned = [...PHONES.slice(caller % 5), ...PHONES.slice(0, caller % 5)];
    const order = caller % 2 === 0 ? turned : turned.reverse();
    return caller % 3 === 0 ? [...order, ...order.slice(0, 2)] : order;
  };

  it.each<[string, (play: Play) => void, string, number]>([
    ['acknowledged', usual, 'UnlinkSuccess', 0],
    ['refused', refuse, 'UnlinkRejectedError', 1],
    ['refused, yet carried out', leaving(refuse), 'UnlinkSuccess', 1],
    ['carried out for some', leaving(refuse, [group(0)]), 'UnlinkPartialSuccess', 1],
    ['limited', ({ answer }) => answer(429), 'CommunityRateLimitedError', 0],
    ['cut off', leaving(({ reset }) => reset()), 'UnlinkSuccess', 1],
  ])('share one POST and its outcome: %s', async (_, play, member, reads) => {
    const { release, held } = hold();
    const { zApi, service } = await start(held(play));
    const answers = Array.from({ length: CALLERS }, (_, caller) => unlink(service, orderOf(caller)));
    await cameIn(CALLERS);
    release();
    const results = await Promise.all(answers);

    expect(zApi.count('unlink')).toBe(1);
    expect(zApi.count('metadata')).toBe(reads);
    expect(results.map(({ __typename }) => __typename)).toEqual(results.map(() => member));
    expect(new Set(results.map(({ requestId }) => requestId)).size).toBe(CALLERS);
    const [first, ...others] = results.map(sortedByPhone);
    expect(others).toEqual(others.map(() => first));
    for (const [caller, result] of results.entries()) {
      const groups = groupsOf(result).map(({ phone }) => phone);
      if ('groups' in result) expect(groups).toEqual([...new Set(orderOf(caller))]);
      for (const { phone, status } of groupsOf(result)) {
        expect({ phone, linked: status === 'STILL_LINKED' }).toEqual({
          phone,
          linked: linkedIn(zApi).includes(phone),
        });
      }
    }
  });

  it('are each logged with their result', async () => {
    const { release, held } = hold();
    const { service } = await start(held(usual));
    const answers = [0, 1, 2].map((caller) => unlink(service, orderOf(caller)));
    await cameIn(3);
    release();
    const ids = (await Promise.all(answers)).map(({ requestId }) => requestId);
    const operations = service.logs.filter(({ msg }) => msg === 'operation');
    expect(operations.map(({ requestId }) => requestId).sort()).toEqual(ids.sort());
    expect(operations.map(({ results }) => results)).toEqual(ids.map(() => [{ type: 'UnlinkSuccess' }]));
  });

  it('are sent again once the one under way has ended', async () => {
    const { zApi, service } = await start(refuse);
    await unlink(service, [group(0)]);
    await unlink(service, [group(0)]);
    expect(zApi.count('unlink')).toBe(2);
  });

  it('are not those of a part of the groups, or of another community', async () => {
    const { release, held } = hold();
    const { zApi, service } = await start(held(usual));
    const answers = [
      unlink(service, [group(0), group(1)]),
      unlink(service, [group(0)]),
      unlink(service, [group(0), group(1)], OTHER),
    ];
    await cameIn(3);
    release();
    await Promise.all(answers);
    expect(zApi.count('unlink', ONE.id)).toBe(2);
    expect(zApi.count('unlink', OTHER.id)).toBe(1);
  });
});

describe('different unlinks of one community', () => {
  const COUNT = 20;

  it('never overlap at Z-API, and are all done', async () => {
    const { release, held } = hold();
    const { zApi, service } = await start(
      held(async (one) => {
        await sleep(20);
        one.asUsual();
      }),
    );
    const answers = Array.from({ length: COUNT }, (_, index) => unlink(service, [group(index)]));
    await cameIn(COUNT);
    release();
    const results = await Promise.all(answers);

    expect(zApi.mostAtOnce('unlink', ONE.id)).toBe(1);
    const sent = new Set(zApi.arrived.flatMap(({ groupsPhones }) => groupsPhones));
    expect(results.map(({ __typename }) => __typename)).toEqual(results.map(() => 'UnlinkSuccess'));
    expect(zApi.count('unlink')).toBe(COUNT);
    expect(linkedIn(zApi)).toEqual([ONE.announcement, ...ONE.groups.filter((phone) => !sent.has(phone))]);
  });

  it('pass in the order they came', async () => {
    const { release, held } = hold();
    const { zApi, service } = await start(held(usual));
    const answers: Promise<Result>[] = [];
    for (const index of [5, 3, 9, 0]) {
      answers.push(unlink(service, [group(index)]));
      await cameIn(answers.length);
    }
    release();
    await Promise.all(answers);
    expect(zApi.arrived.map(({ groupsPhones }) => groupsPhones)).toEqual(
      [5, 3, 9, 0].map((one) => [group(one)]),
    );
  });

  it('wait until the one before has read back as well', async () => {
    const { release, held } = hold();
    const { zApi, service } = await start(held(refuse));
    const answers = [0, 1, 2, 3].map((index) => unlink(service, [group(index)]));
    await cameIn(4);
    release();
    await Promise.all(answers);
    expect(zApi.arrived.map(({ kind }) => kind)).toEqual(
      [0, 1, 2, 3].flatMap(() => ['unlink', 'metadata', 'status']),
    );
  });

  it('are limited, and not sent, where their turn does not come inside the deadline', async () => {
    const environment = { ZAPI_ATTEMPT_TIMEOUT_MS: '14000', ZAPI_DEADLINE_MS: '15000' };
    const { zApi, service } = await start(
      (one) => (one.groupsPhones.includes(group(0)) ? undefined : one.asUsual()),
      environment,
      fastClock,
    );
    const stuck = unlink(service, [group(0)]);
    await until(() => zApi.count('unlink') === 1);
    const startedAt = fastClock.now();
    const late = await unlink(service, [group(1)]);
    expect(fastClock.now() - startedAt).toBeLessThan(15_000);
    expect(late).toMatchObject({
      __typename: 'CommunityRateLimitedError',
      code: 'RATE_LIMITED',
      retry: 'AFTER_DELAY',
      message: expect.stringContaining('Nothing was changed by this one.'),
    });
    await stuck;
    expect(
      zApi.arrived.filter(({ kind }) => kind === 'unlink').map(({ groupsPhones }) => groupsPhones),
    ).toEqual([[group(0)]]);
    expect(linkedIn(zApi)).toContain(group(1));

    expect((await unlink(service, [group(1)])).__typename).toBe('UnlinkSuccess');
    expect(linkedIn(zApi)).not.toContain(group(1));
  });
});

describe('unlinks of different communities', () => {
  it('overlap at Z-API', async () => {
    const { release, held } = hold();
    const { zApi, service } = await start(held(usual));
    const answers = COMMUNITIES.map((community) => unlink(service, community.groups.slice(0, 1), community));
    await until(() => zApi.count('unlink') === COMMUNITIES.length);
    release();
    await Promise.all(answers);
    expect(zApi.mostAtOnce('unlink')).toBe(COMMUNITIES.length);
  });
});

describe('a caller who hangs up after the POST was sent', () => {
  const hangUp = async (play: (one: Play) => void) => {
    const { release, held } = hold();
    const { zApi, service } = await start(held(play));
    const abort = new AbortController();
    const left = fetch(`${service.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-request-id': 'gone' },
      body: JSON.stringify({
        query: `mutation Gone { unlinkGroups(communityId: "${ONE.id}", groupsPhones: ["${group(0)}"]) { __typename } }`,
      }),
      signal: abort.signal,
    }).then(
      () => 'answered',
      () => 'left',
    );
    await until(() => zApi.count('unlink') === 1);
    abort.abort();
    expect(await left).toBe('left');
    await sleep(SETTLE_MS);
    return { zApi, service, release };
  };
  const logged = (service: TestService) =>
    service.logs.filter(({ msg, requestId }) => msg === 'operation' && requestId === 'gone');

  it.each<[string, (one: Play) => void, object]>([
    ['acknowledged', usual, { type: 'UnlinkSuccess' }],
    ['refused', refuse, { type: 'UnlinkRejectedError', code: 'UNLINK_REJECTED' }],
  ])('does not abort it: it finishes and is logged as %s', async (_, play, result) => {
    const { zApi, service, release } = await hangUp(play);
    expect(logged(service)).toEqual([]);
    release();
    await until(() => logged(service).length > 0);
    expect(logged(service)).toMatchObject([{ operation: 'Gone', kind: 'mutation', results: [result] }]);
    const exchanges = service.logs.filter(({ endpoint }) => endpoint === 'communities/unlink');
    expect(exchanges).toMatchObject([{ status: 200, requestId: 'gone' }]);
    expect(zApi.count('unlink')).toBe(1);
    expect(linkedIn(zApi).includes(group(0))).toBe(play === refuse);
  });

  it('does not take it from those who share it', async () => {
    const { zApi, service, release } = await hangUp(usual);
    const sharing = unlink(service, [group(0)]);
    await cameIn(2);
    release();
    expect((await sharing).__typename).toBe('UnlinkSuccess');
    expect(zApi.count('unlink')).toBe(1);
  });
});
