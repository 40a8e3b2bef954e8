import { beforeAll, describe, expect, it } from '@jest/globals';
import pLimit from 'p-limit';
import { UnlinkGroupsDocument, type UnlinkGroupsMutation } from '../../src/client/index.ts';
import { type Clock, systemClock } from '../../src/utils/clock.ts';
import {
  CONNECTED,
  type CommunityServer,
  type CommunityServerOptions,
  communityWith,
  type Play,
  type Player,
  startCommunityServer,
} from '../support/community-server.ts';
import { fastClock } from '../support/fast-clock.ts';
import { closedAfterAll, closedAfterEach } from '../support/resources.ts';
import { startTestService, type TestService } from '../support/service.ts';

type Result = UnlinkGroupsMutation['unlinkGroups'];
type Environment = Readonly<Record<string, string>>;

/** Room for a silent POST, a second look, and one read that is silent three times. */
const TIMES: Environment = { ZAPI_ATTEMPT_TIMEOUT_MS: '5000', ZAPI_DEADLINE_MS: '22000' };

const unlinkWith = async (
  service: TestService,
  communityId: string,
  groupsPhones: readonly string[],
): Promise<Result> =>
  (await service.execute(UnlinkGroupsDocument, { communityId, groupsPhones: [...groupsPhones] }))
    .unlinkGroups;

/** How a POST is answered after it did, or did not do, what was asked. */
const REFUSALS: Readonly<Record<string, (play: Play) => void>> = {
  'success:false': ({ answer }) => answer(200, { success: false }),
  'value:false': ({ answer }) => answer(200, { value: false }),
  'a 400 with an error text': ({ answer }) => answer(400, { error: 'Invalid phone' }),
  'a 200 with an error text': ({ answer }) => answer(200, { error: 'Something failed' }),
};
const UNKNOWNS: Readonly<Record<string, (play: Play) => void>> = {
  'a 502': ({ answer }) => answer(502, '<html>Bad Gateway</html>'),
  'a reset after reading': ({ reset }) => reset(),
  silence: () => {},
  'an empty 200': ({ answer }) => answer(200),
  'a stalled session': ({ answer }) =>
    answer(400, { error: 'Your smartphone is not responding, try again later' }),
};

/** What the POST did of two requested groups, whatever it answered. */
const DEEDS = { nothing: [], 'the first': [0], everything: [0, 1] } as const;
type Deed = keyof typeof DEEDS;
const ALL_DEEDS: readonly Deed[] = ['nothing', 'the first', 'everything'];

/** How reading back fails to show the community. */
const UNREADABLE: Readonly<Record<string, Player>> = {
  'a 500': ({ answer }) => answer(500, '<html>'),
  silence: () => {},
  garbage: ({ answer }) => answer(200, { subGroups: 'none' }),
  "another community's metadata": ({ answer }) =>
    answer(200, { id: '55555', name: 'Another', subGroups: [] }),
  'a list with a hole': ({ answer }) => answer(200, { subGroups: [{ name: 'no phone' }] }),
  'a 429': ({ answer }) => answer(429),
};
const NOT_FOUND: Readonly<Record<string, Player>> = {
  'a 404': ({ answer }) => answer(404),
  'a 404 with a text': ({ answer }) => answer(404, { error: 'Community not found' }),
  'an error text': ({ answer }) => answer(400, { error: 'The group was not found.' }),
};
const TROUBLE: Readonly<Record<string, readonly [Player, string]>> = {
  'an ended subscription': [
    ({ answer }) => answer(400, { error: 'you must subscribe to this instance again' }),
    'INSTANCE_SUBSCRIPTION_EXPIRED',
  ],
  'a lost connection': [
    ({ answer }) => answer(400, { error: 'You are not connected.' }),
    'INSTANCE_DISCONNECTED',
  ],
  'a session to restore': [
    ({ answer }) => answer(200, { error: 'You need to restore the session.' }),
    'INSTANCE_DISCONNECTED',
  ],
};

interface Expected {
  readonly member: string;
  readonly code?: string;
  readonly retry?: string;
  /** Status and blocker of the two requested groups. */
  readonly groups?: readonly (readonly [status: string, blocker?: string])[];
  readonly confirmation?: string;
}

interface Case {
  readonly kind: 'refused' | 'unknown';
  readonly cause: string;
  readonly deed: Deed;
  readonly shows: string;
  readonly metadata: Player;
  /** Left out where the community is there. */
  readonly missing?: true;
  readonly expected: Expected;
  /** How often the community is read; undefined where a silent read may be repeated. */
  readonly reads: number | undefined;
}

const unknownWith = (...groups: readonly string[]): Expected => ({
  member: 'UnlinkOutcomeUnknownError',
  code: 'OUTCOME_UNKNOWN',
  retry: 'CHECK_FIRST',
  groups: groups.map((status) => [status] as const),
});
const OBSERVED: Expected = {
  member: 'UnlinkSuccess',
  confirmation: 'OBSERVED',
  groups: [['NOT_LINKED'], ['NOT_LINKED']],
};

/** The second table of outcomes.md, a row for each thing that is shown. */
const SHOWN: Readonly<Record<Deed, Readonly<Record<Case['kind'], Expected>>>> = {
  everything: { refused: OBSERVED, unknown: OBSERVED },
  'the first': {
    refused: { member: 'UnlinkPartialSuccess', groups: [['NOT_LINKED'], ['STILL_LINKED', 'UNDETERMINED']] },
    unknown: unknownWith('NOT_LINKED', 'STILL_LINKED'),
  },
  nothing: {
    refused: {
      member: 'UnlinkRejectedError',
      code: 'UNLINK_REJECTED',
      retry: 'NO',
      groups: [
        ['STILL_LINKED', 'UNDETERMINED'],
        ['STILL_LINKED', 'UNDETERMINED'],
      ],
    },
    unknown: unknownWith('STILL_LINKED', 'STILL_LINKED'),
  },
};
const UNREAD: Readonly<Record<Case['kind'], Expected>> = {
  refused: {
    member: 'UnlinkRejectedError',
    code: 'UNLINK_REJECTED',
    retry: 'CHECK_FIRST',
    groups: [['UNKNOWN'], ['UNKNOWN']],
  },
  unknown: unknownWith('UNKNOWN', 'UNKNOWN'),
};
const NO_COMMUNITY: Readonly<Record<Case['kind'], Expected>> = {
  refused: { member: 'CommunityNotFoundError', code: 'COMMUNITY_NOT_FOUND', retry: 'FIX_INPUT' },
  unknown: unknownWith('UNKNOWN', 'UNKNOWN'),
};

const casesOf = (kind: Case['kind'], cause: string): readonly Case[] => [
  ...ALL_DEEDS.map(
    (deed): Case => ({
      kind,
      cause,
      deed,
      shows: 'the community as it is',
      metadata: ({ asUsual }) => asUsual(),
      expected: SHOWN[deed][kind],
      reads: kind === 'unknown' && deed !== 'everything' ? 2 : 1,
    }),
  ),
  ...Object.entries(NOT_FOUND).map(
    ([shows, metadata]): Case => ({
      kind,
      cause,
      deed: 'nothing',
      shows,
      metadata,
      missing: true,
      expected: NO_COMMUNITY[kind],
      reads: 1,
    }),
  ),
  // The instance is what can be told of for certain; that nothing was changed is not said.
  ...Object.entries(TROUBLE).flatMap(([shows, [metadata, code]]) =>
    ALL_DEEDS.map(
      (deed): Case => ({
        kind,
        cause,
        deed,
        shows,
        metadata,
        expected:
          kind === 'refused' ? { member: 'WhatsAppInstanceError', code, retry: 'NO' } : UNREAD.unknown,
        reads: 1,
      }),
    ),
  ),
  ...Object.entries(UNREADABLE).flatMap(([shows, metadata]) =>
    ALL_DEEDS.map(
      (deed): Case => ({
        kind,
        cause,
        deed,
        shows,
        metadata,
        expected: UNREAD[kind],
        reads: shows === 'silence' ? undefined : 1,
      }),
    ),
  ),
];

const expectAnswer = (
  result: Result,
  expected: Expected,
  communityId: string,
  phones: readonly string[],
): void => {
  const { member, code, retry, groups, confirmation } = expected;
  expect(result).toEqual({
    __typename: member,
    requestId: expect.any(String),
    ...(code && { code, retry, message: expect.stringMatching(/^\S.*\.$/) }),
    ...(member === 'UnlinkPartialSuccess' && { message: expect.stringMatching(/^\S.*\.$/) }),
    ...(member === 'CommunityNotFoundError' && { communityId }),
    ...(confirmation && { confirmation }),
    ...(groups && {
      communityId,
      groups: groups.map(([status, blocker = null], index) => ({ phone: phones[index], status, blocker })),
    }),
  });
};

const CLAIMS: Readonly<Record<string, boolean>> = { UNLINKED: false, NOT_LINKED: false, STILL_LINKED: true };

/** The invariant: nothing that was done is called not done, and nothing is called done without being so. */
const expectTruth = (result: Result, linkedNow: readonly string[], changed: boolean): void => {
  if (result && 'groups' in result) {
    const said = result.groups.filter(({ status }) => status in CLAIMS);
    expect(said.map(({ phone, status }) => ({ phone, linked: CLAIMS[status] }))).toEqual(
      said.map(({ phone }) => ({ phone, linked: linkedNow.includes(phone) })),
    );
    const success = result.__typename === 'UnlinkSuccess' || result.__typename === 'UnlinkPartialSuccess';
    if (success) expect(said).toHaveLength(result.groups.length);
  }
  const saysUnchanged = result && 'message' in result && result.message.includes('Nothing was changed');
  const saysAllLinked = result && 'message' in result && result.message.includes('are still linked:');
  if (saysUnchanged || saysAllLinked) expect(changed).toBe(false);
};

describe('reading back, for every answer, whatever was done, and whatever is seen', () => {
  const cases: readonly Case[] = [
    ...Object.keys(REFUSALS).flatMap((cause) => casesOf('refused', cause)),
    ...Object.keys(UNKNOWNS).flatMap((cause) => casesOf('unknown', cause)),
  ];
  const communities = cases.map((_, index) => communityWith(index + 1, 3));
  const caseOf = new Map(communities.map(({ id }, index) => [id, cases[index]]));
  const phonesOf = (index: number) => communities[index]?.groups.slice(0, 2) ?? [];
  const kept = closedAfterAll();
  const results: Result[] = [];
  let zApi: CommunityServer;

  beforeAll(async () => {
    zApi = kept(
      await startCommunityServer({
        communities: communities.filter(({ id }) => !caseOf.get(id)?.missing),
        unlink: (play) => {
          const { kind, cause = '', deed = 'nothing' } = caseOf.get(play.communityId ?? '') ?? {};
          play.carryOut(play.groupsPhones.filter((_, index) => DEEDS[deed].some((done) => done === index)));
          (kind === 'refused' ? REFUSALS : UNKNOWNS)[cause]?.(play);
        },
        metadata: (play) => caseOf.get(play.communityId ?? '')?.metadata(play),
      }),
    );
    // Only a silent Z-API needs short time-outs; every other case gets enough time for any machine.
    const clock = fastClock;
    const patience = { ZAPI_ATTEMPT_TIMEOUT_MS: '100000', ZAPI_DEADLINE_MS: '400000' };
    const patient = kept(await startTestService({ zApiUrl: zApi.url, environment: patience, clock }));
    const environment = { ZAPI_ATTEMPT_TIMEOUT_MS: '6000', ZAPI_DEADLINE_MS: '26000' };
    const impatient = kept(await startTestService({ zApiUrl: zApi.url, environment, clock }));
    const isSilent = ({ cause, shows }: Case) => cause === 'silence' || shows === 'silence';
    const limit = pLimit(16);
    const play = async (silent: boolean) => {
      const service = silent ? impatient : patient;
      await Promise.all(
        cases.map(async (one, index) => {
          const { id = '' } = communities[index] ?? {};
          if (isSilent(one) !== silent) return;
          results[index] = await limit(() => unlinkWith(service, id, phonesOf(index)));
        }),
      );
    };
    await play(false);
    await play(true);
  });

  it.each(cases.map((one, index) => ({ ...one, index, title: `${one.kind} by ${one.cause}` })))(
    '$title, $deed done, read back as $shows -> $expected.member',
    ({ index, deed, expected, reads }) => {
      const { id = '' } = communities[index] ?? {};
      const result = results[index] ?? null;
      expectAnswer(result, expected, id, phonesOf(index));
      expectTruth(result, zApi.linked(id) ?? [], deed !== 'nothing');
      expect(zApi.count('unlink', id)).toBe(1);
      const read = zApi.count('metadata', id);
      if (reads === undefined) expect([1, 2, 3]).toContain(read);
      else expect(read).toBe(reads);
    },
  );

  it('never asks for the state of the instance but where a refusal is unexplained', () => {
    const unexplained = cases.filter(
      ({ kind, deed, shows }) =>
        kind === 'refused' && deed === 'nothing' && shows === 'the community as it is',
    );
    expect(zApi.count('status')).toBe(unexplained.length);
  });
});

describe('unlinking from a community that is read back', () => {
  const opened = closedAfterEach();
  const COMMUNITY = communityWith(1, 3);
  const { id, announcement, groups } = COMMUNITY;
  const [first = '', second = '', third = ''] = groups;

  /** One unlink of some groups; POSTs are refused, and nothing is done, unless told otherwise. */
  const play = async (
    phones: readonly string[],
    options: Omit<CommunityServerOptions, 'communities'> & { readonly groups?: readonly string[] } = {},
    environment: Environment = {},
    clock: Clock = fastClock,
  ) => {
    const { groups: linked = groups, ...players } = options;
    const zApi = opened(
      await startCommunityServer({
        communities: [{ ...COMMUNITY, groups: linked }],
        unlink: ({ answer }) => answer(200, { success: false }),
        ...players,
      }),
    );
    const service = opened(
      await startTestService({ zApiUrl: zApi.url, environment: { ...TIMES, ...environment }, clock }),
    );
    const before = zApi.linked(id);
    const startedAt = clock.now();
    const result = await unlinkWith(service, id, phones);
    const milliseconds = clock.now() - startedAt;
    expect(zApi.count('unlink')).toBe(1);
    expectTruth(result, zApi.linked(id) ?? [], String(zApi.linked(id)) !== String(before));
    return { result, zApi, milliseconds };
  };
  const rejected = (retry: string, ...states: readonly (readonly [string, string?])[]): Expected => ({
    member: 'UnlinkRejectedError',
    code: 'UNLINK_REJECTED',
    retry,
    groups: states,
  });

  describe('after a refusal', () => {
    it('names the announcement group as what blocks, and does not ask for the instance', async () => {
      const { result, zApi } = await play([announcement]);
      const expected = rejected('FIX_INPUT', ['STILL_LINKED', 'ANNOUNCEMENT_GROUP']);
      expectAnswer(result, expected, id, [announcement]);
      expect(zApi.count('status')).toBe(0);
    });

    it('names each of the last groups as what blocks when none would stay', async () => {
      const { result, zApi } = await play([third, first, second]);
      const last = ['STILL_LINKED', 'LAST_LINKED_GROUP'] as const;
      expectAnswer(result, rejected('FIX_INPUT', last, last, last), id, [third, first, second]);
      expect(zApi.count('status')).toBe(0);
    });

    it('tells the groups that are blocked from those that nothing is known against', async () => {
      const { result, zApi } = await play([first, announcement]);
      const expected = rejected(
        'FIX_INPUT',
        ['STILL_LINKED', 'UNDETERMINED'],
        ['STILL_LINKED', 'ANNOUNCEMENT_GROUP'],
      );
      expectAnswer(result, expected, id, [first, announcement]);
      expect(zApi.count('status')).toBe(0);
    });

    it('names both blockers when the announcement group and the last group are asked for', async () => {
      const { result } = await play([announcement, first], { groups: [first] });
      const expected = rejected(
        'FIX_INPUT',
        ['STILL_LINKED', 'ANNOUNCEMENT_GROUP'],
        ['STILL_LINKED', 'LAST_LINKED_GROUP'],
      );
      expectAnswer(result, expected, id, [announcement, first]);
    });

    it('says of the last group beside one that is already out what blocks it', async () => {
      const { result, zApi } = await play([first, second], { groups: [second] });
      const expected: Expected = {
        member: 'UnlinkPartialSuccess',
        groups: [['NOT_LINKED'], ['STILL_LINKED', 'LAST_LINKED_GROUP']],
      };
      expectAnswer(result, expected, id, [first, second]);
      expect(zApi.count('status')).toBe(0);
    });

    it('takes groups that were out before for what they are: not linked', async () => {
      const { result } = await play([first, second], { groups: [third] });
      expectAnswer(result, OBSERVED, id, [first, second]);
    });

    it.each<[string, Player, Expected]>([
      ['is connected', ({ asUsual }) => asUsual(), rejected('NO', ['STILL_LINKED', 'UNDETERMINED'])],
      [
        'is not connected',
        ({ answer }) => answer(200, { ...CONNECTED, connected: false, error: 'You are not connected.' }),
        { member: 'WhatsAppInstanceError', code: 'INSTANCE_DISCONNECTED', retry: 'NO' },
      ],
      [
        'has no subscription any more',
        ({ answer }) => answer(400, { error: 'you must subscribe to this instance again' }),
        { member: 'WhatsAppInstanceError', code: 'INSTANCE_SUBSCRIPTION_EXPIRED', retry: 'NO' },
      ],
      ['answers 500', ({ answer }) => answer(500), rejected('NO', ['STILL_LINKED', 'UNDETERMINED'])],
      ['answers garbage', ({ answer }) => answer(200, 'x'), rejected('NO', ['STILL_LINKED', 'UNDETERMINED'])],
      ['is silent', () => {}, rejected('NO', ['STILL_LINKED', 'UNDETERMINED'])],
    ])(
      'asks for the instance where nothing is known against any group, which %s',
      async (_, status, expected) => {
        const { result, zApi } = await play([first], { status });
        expectAnswer(result, expected, id, [first]);
        expect(zApi.count('status')).toBeGreaterThan(0);
        expect(zApi.count('metadata')).toBe(1);
      },
    );

    it('reads back once, also where groups are still linked', async () => {
      const { zApi } = await play([first, second]);
      expect(zApi.count('metadata')).toBe(1);
    });
  });

  describe('after a 404', () => {
    const unlink: Player = ({ answer }) => answer(404);

    it.each(Object.entries(NOT_FOUND))('knows by %s that there is no such community', async (_, metadata) => {
      const { result } = await play([first], { unlink, metadata });
      expectAnswer(result, NO_COMMUNITY.refused, id, [first]);
    });

    it.each([['the community as it is', ({ asUsual }: Play) => asUsual()], ...Object.entries(UNREADABLE)])(
      'takes the route for the unknown one when reading back shows %s',
      async (_, metadata) => {
        const { result } = await play([first], { unlink, metadata });
        const expected = { member: 'CommunityUpstreamError', code: 'UPSTREAM_PROTOCOL', retry: 'NO' };
        expectAnswer(result, expected, id, [first]);
      },
    );
  });

  describe('after an outcome that is unknown', () => {
    const unlink: Player = ({ answer }) => answer(502);

    it('gives no blocker and does not ask for the instance, since it may still be running', async () => {
      const { result, zApi } = await play([announcement, first, second, third], { unlink });
      const linked = Array.from({ length: 4 }, () => 'STILL_LINKED');
      expectAnswer(result, unknownWith(...linked), id, [announcement, first, second, third]);
      expect(zApi.count('status')).toBe(0);
    });

    /** The groups leave after they were seen linked, as those of a slow request would. */
    const leavingAfterFirstLook =
      (...phones: readonly string[]): Player =>
      ({ asUsual, carryOut }) => {
        asUsual();
        carryOut(phones);
      };

    it('sees in a second look, a second later, that the groups have left', async () => {
      const leave = leavingAfterFirstLook(first, second);
      const events: string[] = [];
      const clock: Clock = {
        ...fastClock,
        sleep: async (milliseconds, signal) => {
          await fastClock.sleep(milliseconds, signal);
          events.push(`waited ${milliseconds} ms`);
        },
      };
      const metadata: Player = (one) => {
        events.push('look');
        return leave(one);
      };
      const { result } = await play([first, second], { unlink, metadata }, {}, clock);
      expectAnswer(result, OBSERVED, id, [first, second]);
      expect(events).toEqual(['look', 'waited 1000 ms', 'look']);
    });

    it('sees in a second look that some have left, and still does not know', async () => {
      const metadata = leavingAfterFirstLook(second);
      const { result } = await play([first, second], { unlink, metadata });
      expectAnswer(result, unknownWith('STILL_LINKED', 'NOT_LINKED'), id, [first, second]);
    });

    it.each([...Object.entries(UNREADABLE), ...Object.entries(NOT_FOUND)])(
      'keeps what the first look showed when the second shows %s',
      async (_, failing) => {
        const metadata: Player = (one) => (one.before === 0 ? one.asUsual() : failing(one));
        const { result, zApi } = await play([first, second], { unlink, metadata });
        expectAnswer(result, unknownWith('STILL_LINKED', 'STILL_LINKED'), id, [first, second]);
        expect(zApi.count('metadata')).toBeGreaterThanOrEqual(2);
      },
    );

    it('looks once when no second is left of its deadline', async () => {
      const environment = { ZAPI_ATTEMPT_TIMEOUT_MS: '500', ZAPI_DEADLINE_MS: '950' };
      const metadata = leavingAfterFirstLook();
      const { result, zApi, milliseconds } = await play(
        [first],
        { unlink, metadata },
        environment,
        systemClock,
      );
      expectAnswer(result, unknownWith('STILL_LINKED'), id, [first]);
      expect(zApi.count('metadata')).toBe(1);
      expect(milliseconds).toBeLessThan(950 + 250);
    });

    it('answers by its deadline when everything is silent', async () => {
      const environment = { ZAPI_ATTEMPT_TIMEOUT_MS: '400', ZAPI_DEADLINE_MS: '600' };
      const silent = { unlink: () => {}, metadata: () => {}, status: () => {} };
      const { result, milliseconds } = await play([first], silent, environment, systemClock);
      expectAnswer(result, unknownWith('UNKNOWN'), id, [first]);
      expect(milliseconds).toBeLessThan(600 + 250);
    });
  });

  describe('after a success', () => {
    /** Answers success, having done this much of it. */
    const doing =
      (...phones: readonly string[]): Player =>
      ({ carryOut, answer }) => {
        carryOut(phones);
        answer(200, { success: true });
      };
    const ALWAYS = { ZAPI_READ_BACK: 'always' };
    const acknowledged: Expected = {
      member: 'UnlinkSuccess',
      confirmation: 'ACKNOWLEDGED',
      groups: [['UNLINKED'], ['UNLINKED']],
    };

    it.each([[{}], [{ ZAPI_READ_BACK: 'on-failure' }]])('makes no further call: %j', async (environment) => {
      const { result, zApi } = await play([second, first], { unlink: doing(first, second) }, environment);
      expectAnswer(result, acknowledged, id, [second, first]);
      expect(zApi.arrived.map(({ kind }) => kind)).toEqual(['unlink']);
    });

    it('is verified by one read where that is asked for always', async () => {
      const { result, zApi } = await play([first, second], { unlink: doing(first, second) }, ALWAYS);
      expectAnswer(result, { ...acknowledged, confirmation: 'VERIFIED' }, id, [first, second]);
      expect(zApi.arrived.map(({ kind }) => kind)).toEqual(['unlink', 'metadata']);
    });

    it('is verified in a second look where the groups leave late', async () => {
      const metadata: Player = ({ asUsual, carryOut }) => {
        asUsual();
        carryOut([first, second]);
      };
      const { result, zApi } = await play([first, second], { unlink: doing(), metadata }, ALWAYS);
      expectAnswer(result, { ...acknowledged, confirmation: 'VERIFIED' }, id, [first, second]);
      expect(zApi.count('metadata')).toBe(2);
    });

    it('is partial when the community still holds some of the groups', async () => {
      const { result } = await play([first, second], { unlink: doing(first) }, ALWAYS);
      const expected = SHOWN['the first'].refused;
      expectAnswer(result, expected, id, [first, second]);
    });

    it('is not believed when the community still holds all of the groups', async () => {
      const { result, zApi } = await play([first, second], { unlink: doing() }, ALWAYS);
      expectAnswer(result, unknownWith('STILL_LINKED', 'STILL_LINKED'), id, [first, second]);
      expect(zApi.count('metadata')).toBe(2);
    });

    it.each([
      ...Object.entries(UNREADABLE),
      ...Object.entries(NOT_FOUND),
      ...Object.entries(TROUBLE).map(([shows, [metadata]]) => [shows, metadata] as const),
    ])('stays an acknowledgement when reading back shows %s', async (_, metadata) => {
      const { result } = await play([first, second], { unlink: doing(first, second), metadata }, ALWAYS);
      expectAnswer(result, acknowledged, id, [first, second]);
    });
  });
});
