import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { print } from 'graphql';
import { CommunitiesDocument, UnlinkPreviewDocument } from '../../src/client/index.ts';
import {
  type CommunityServerOptions,
  communityWith,
  type Player,
  startCommunityServer,
} from '../support/community-server.ts';
import { fastClock } from '../support/fast-clock.ts';
import { closedAfterEach } from '../support/resources.ts';
import { startTestService, type TestAnswer } from '../support/service.ts';

const opened = closedAfterEach();

const COMMUNITIES = [1, 2, 3, 4, 5].map((ordinal) => communityWith(ordinal, 3));
const ONE = communityWith(1, 3);
const [first = '', second = '', third = ''] = ONE.groups;
const STRANGER = '120363099999999999-group';
const MANY = Array.from({ length: 100 }, (_, index) => communityWith(index + 1, 2));

const silent: Player = () => {};

/** On the fast clock. Only silence gets a short time-out; on a busy machine no other read is repeated for being slow. */
const start = async (options: Partial<CommunityServerOptions> = {}) => {
  const attemptTimeoutMs = [options.list, options.metadata].includes(silent) ? 4_000 : 100_000;
  const zApi = opened(await startCommunityServer({ communities: COMMUNITIES, ...options }));
  const environment = { ZAPI_ATTEMPT_TIMEOUT_MS: String(attemptTimeoutMs), ZAPI_DEADLINE_MS: '400000' };
  const service = opened(await startTestService({ zApiUrl: zApi.url, environment, clock: fastClock }));
  return { zApi, service, kinds: () => zApi.arrived.map(({ kind }) => kind) };
};

const failing =
  (status: number, body?: unknown, headers?: Readonly<Record<string, string>>): Player =>
  ({ answer }) =>
    answer(status, body, headers);

/** Failures of a read, each with the member of a union and the code it is told by. */
const FAILURES: readonly (readonly [how: string, Player, member: string, code: string, retry: string])[] = [
  ['a 500', failing(500), 'CommunityUpstreamError', 'UPSTREAM_UNAVAILABLE', 'AFTER_DELAY'],
  ['a reset', ({ reset }) => reset(), 'CommunityUpstreamError', 'UPSTREAM_UNAVAILABLE', 'AFTER_DELAY'],
  ['silence', silent, 'CommunityUpstreamError', 'UPSTREAM_UNAVAILABLE', 'AFTER_DELAY'],
  ['garbage', failing(200, 'x'), 'CommunityUpstreamError', 'UPSTREAM_UNAVAILABLE', 'AFTER_DELAY'],
  ['a 405', failing(405), 'CommunityUpstreamError', 'UPSTREAM_PROTOCOL', 'NO'],
  ['a 401', failing(401), 'CommunityUpstreamError', 'UPSTREAM_MISCONFIGURED', 'NO'],
  [
    'a lost connection',
    failing(400, { error: 'You are not connected.' }),
    'WhatsAppInstanceError',
    'INSTANCE_DISCONNECTED',
    'NO',
  ],
  [
    'an ended subscription',
    failing(400, { error: 'you must subscribe to this instance again' }),
    'WhatsAppInstanceError',
    'INSTANCE_SUBSCRIPTION_EXPIRED',
    'NO',
  ],
  ['a 429', failing(429), 'CommunityRateLimitedError', 'RATE_LIMITED', 'AFTER_DELAY'],
];

describe('communities', () => {
  it.each([
    [1, 2, [0, 1], true],
    [2, 2, [2, 3], true],
    [3, 2, [4], false],
    [4, 2, [], false],
    [1, 5, [0, 1, 2, 3, 4], true],
    [1, 100, [0, 1, 2, 3, 4], false],
  ])('page %i of %i holds ids and names, from one call', async (page, pageSize, indexes, mayHaveMore) => {
    const { service, zApi, kinds } = await start();
    expect(await service.execute(CommunitiesDocument, { page, pageSize })).toEqual({
      communities: {
        items: indexes.map((index) => ({
          id: COMMUNITIES[index]?.id,
          name: COMMUNITIES[index]?.name,
        })),
        page,
        pageSize,
        mayHaveMore,
      },
    });
    expect(kinds()).toEqual(['communities']);
    expect(zApi.arrived).toHaveLength(1);
  });

  it('asks for the first 20 where nothing is said', async () => {
    const asked: string[] = [];
    const { service } = await start({
      list: ({ query, asUsual }) => {
        asked.push(String(query));
        asUsual();
      },
    });
    const { body } = await service.graphql('{ communities { page pageSize } }');
    expect(body).toEqual({ data: { communities: { page: 1, pageSize: 20 } } });
    expect(asked).toEqual(['page=1&pageSize=20']);
  });

  it.each(FAILURES)('are null with the code of the failure: %s', async (_, list, __, code) => {
    const { service } = await start({ list });
    const { status, body } = await service.graphql(print(CommunitiesDocument));
    expect({ status, data: body.data }).toEqual({ status: 200, data: { communities: null } });
    expect(body.errors).toMatchObject([{ path: ['communities'], extensions: { code } }]);
  });

  it('are null rather than a page with a hole', async () => {
    const { service } = await start({ list: failing(200, [{ id: ONE.id, name: 'One' }, { name: 'no id' }]) });
    const { body } = await service.graphql(print(CommunitiesDocument));
    expect(body).toMatchObject({
      data: { communities: null },
      errors: [{ extensions: { code: 'UPSTREAM_UNAVAILABLE' } }],
    });
  });
});

describe('unlinkPreview', () => {
  const preview = async (groupsPhones: readonly string[], options: Partial<CommunityServerOptions> = {}) => {
    const started = await start(options);
    const variables = { communityId: ONE.id, groupsPhones: [...groupsPhones] };
    const { unlinkPreview } = await started.service.execute(UnlinkPreviewDocument, variables);
    return { ...started, unlinkPreview };
  };
  const [announcement] = [ONE.announcement];
  const nameOf = (phone: string) =>
    phone === STRANGER ? null : phone === announcement ? ONE.name : `Group ${phone}`;

  it.each<[string, readonly string[], boolean, number, readonly (string | null)[]]>([
    ['one of three', [first], true, 2, [null]],
    ['two of three, the first one twice', [second, first, second], true, 1, [null, null]],
    ['a group that is not linked', [STRANGER], true, 3, [null]],
    ['the announcement group', [announcement], false, 3, ['ANNOUNCEMENT_GROUP']],
    [
      'all',
      [third, first, second],
      false,
      0,
      ['LAST_LINKED_GROUP', 'LAST_LINKED_GROUP', 'LAST_LINKED_GROUP'],
    ],
    ['one with the announcement group', [first, announcement], false, 2, [null, 'ANNOUNCEMENT_GROUP']],
    [
      'all and one that is not linked',
      [STRANGER, first, second, third],
      false,
      0,
      [null, 'LAST_LINKED_GROUP', 'LAST_LINKED_GROUP', 'LAST_LINKED_GROUP'],
    ],
  ])('of %s says what unlinking would do, from one read and without a write', async (...row) => {
    const [, phones, allowed, remainingGroups, blockers] = row;
    const { unlinkPreview, zApi, kinds } = await preview(phones);
    expect(unlinkPreview).toEqual({
      __typename: 'UnlinkPreview',
      allowed,
      remainingGroups,
      groups: [...new Set(phones)].map((phone, index) => ({
        phone,
        name: nameOf(phone),
        linked: phone !== STRANGER,
        blocker: blockers[index],
      })),
      community: { id: ONE.id, name: ONE.name },
      requestId: expect.any(String),
    });
    expect(kinds()).toEqual(['metadata']);
    expect(zApi.linked(ONE.id)).toEqual([announcement, ...ONE.groups]);
  });

  it.each(FAILURES)('tells %s as %s %s', async (_, metadata, member, code, retry) => {
    const { unlinkPreview, zApi } = await preview([first], { metadata });
    expect(unlinkPreview).toEqual({
      __typename: member,
      code,
      retry,
      message: expect.stringMatching(/^\S.*\.$/),
      requestId: expect.any(String),
      ...(code === 'RATE_LIMITED' && { retryAfterSeconds: 60 }),
    });
    expect(zApi.count('unlink')).toBe(0);
  });

  it('knows that there is no such community', async () => {
    const { unlinkPreview } = await preview([first], { communities: [] });
    expect(unlinkPreview).toMatchObject({
      __typename: 'CommunityNotFoundError',
      code: 'COMMUNITY_NOT_FOUND',
      retry: 'FIX_INPUT',
      communityId: ONE.id,
    });
  });

  it('refuses broken arguments and asks nothing', async () => {
    const { unlinkPreview, kinds } = await preview(['one']);
    expect(unlinkPreview).toMatchObject({
      __typename: 'CommunityInputError',
      code: 'INVALID_INPUT',
      retry: 'FIX_INPUT',
      issues: [{ path: ['groupsPhones', '0'], rule: 'format' }],
    });
    expect(kinds()).toEqual([]);
  });
});

describe('the field community of a result', () => {
  const COMMUNITY = 'community { id name groups { phone } announcementGroup { phone } }';
  const unlinking = (phones: readonly string[], selected: string) =>
    `unlinkGroups(communityId: "${ONE.id}", groupsPhones: ${JSON.stringify(phones)}) {
      __typename
      ... on UnlinkSuccess { ${selected} }
      ... on UnlinkPartialSuccess { ${selected} }
      ... on UnlinkRejectedError { ${selected} }
    }`;
  const phones = (...all: readonly string[]) => all.map((phone) => ({ phone }));

  it.each([['requestId'], ['community { __typename id }']])(
    'costs no call where no more than this is selected: %s',
    async (selected) => {
      const { service, kinds } = await start();
      const { body } = await service.graphql(`mutation { ${unlinking([first], selected)} }`);
      expect(body.data.unlinkGroups.__typename).toBe('UnlinkSuccess');
      expect(kinds()).toEqual(['unlink']);
    },
  );

  it('shows the community after the unlink, from one read however often it is selected', async () => {
    const { service, kinds } = await start();
    const { body } = await service.graphql(
      `mutation { ${unlinking([first], `${COMMUNITY} again: ${COMMUNITY} community { description }`)} }`,
    );
    const now = {
      id: ONE.id,
      name: ONE.name,
      groups: phones(second, third),
      announcementGroup: { phone: ONE.announcement },
    };
    expect(body).toEqual({
      data: {
        unlinkGroups: {
          __typename: 'UnlinkSuccess',
          community: { ...now, description: null },
          again: now,
        },
      },
    });
    expect(kinds()).toEqual(['unlink', 'metadata']);
  });

  it.each<[string, readonly string[], readonly string[]]>([
    ['UnlinkPartialSuccess', [first], [second, third]],
    ['UnlinkRejectedError', [], [first, second, third]],
    ['UnlinkSuccess', [first, second], [third]],
  ])('shows the community as it is with %s, too', async (member, leaving, staying) => {
    const unlink: Player = ({ carryOut, answer }) => {
      carryOut(leaving);
      answer(200, { success: false });
    };
    const { service, zApi } = await start({ unlink });
    const { body } = await service.graphql(
      `mutation { ${unlinking([first, second], 'community { groups { phone } }')} }`,
    );
    expect(body).toEqual({
      data: { unlinkGroups: { __typename: member, community: { groups: phones(...staying) } } },
    });
    expect(zApi.count('metadata')).toBe(2);
  });

  it.each(FAILURES)('has null fields with entries in errors where it cannot be read: %s', async (...row) => {
    const [, metadata, , code] = row;
    const { service, zApi } = await start({ metadata });
    const { status, body } = await service.graphql(`mutation { ${unlinking([first], COMMUNITY)} }`);
    expect({ status, data: body.data }).toEqual({
      status: 200,
      data: {
        unlinkGroups: {
          __typename: 'UnlinkSuccess',
          community: { id: ONE.id, name: null, groups: null, announcementGroup: null },
        },
      },
    });
    const entry = (field: string) => ({ path: ['unlinkGroups', 'community', field], extensions: { code } });
    expect(body.errors).toMatchObject(['name', 'groups', 'announcementGroup'].map(entry));
    expect(zApi.linked(ONE.id)).not.toContain(first);
  });
});

describe('the reads of one request', () => {
  const representationsOf = (communities: readonly { readonly id: string }[]) =>
    communities.map(({ id }) => ({ __typename: 'Community', id }));
  const slow: Player = async ({ asUsual }) => {
    await sleep(20);
    asUsual();
  };
  const limitedAt = (paths: readonly (readonly (string | number)[])[]) =>
    paths.map((path) => ({ path, extensions: { code: 'RATE_LIMITED' } }));

  it('are one per community, whoever asks: a query, a preview, a gateway', async () => {
    const { service, kinds } = await start();
    const { body } = await service.graphql(
      `query ($communityId: ID!, $groupsPhones: [String!]!, $representations: [_Any!]!) {
        community(id: $communityId) { name }
        again: community(id: $communityId) { groups { phone } }
        unlinkPreview(communityId: $communityId, groupsPhones: $groupsPhones) { ... on UnlinkPreview { community { description name } } }
        _entities(representations: $representations) { ... on Community { id name announcementGroup { phone } } }
      }`,
      {
        communityId: ONE.id,
        groupsPhones: [first],
        representations: representationsOf([ONE, ONE]),
      },
    );
    const entity = { id: ONE.id, name: ONE.name, announcementGroup: { phone: ONE.announcement } };
    expect(body).toEqual({
      data: {
        community: { name: ONE.name },
        again: { groups: ONE.groups.map((phone) => ({ phone })) },
        unlinkPreview: { community: { description: null, name: ONE.name } },
        _entities: [entity, entity],
      },
    });
    expect(kinds()).toEqual(['metadata']);
  });

  const GROUPS_OF_ALL = '{ communities(pageSize: 100) { items { groups { phone } } } }';
  const expectFlooded = ({ body }: TestAnswer) => {
    const { items } = body.data.communities;
    expect(items).toEqual(
      MANY.map(({ groups }, index) => ({ groups: index < 49 ? groups.map((phone) => ({ phone })) : null })),
    );
    const beyond = MANY.flatMap((_, index) =>
      index < 49 ? [] : [['communities', 'items', index, 'groups']],
    );
    expect(body.errors).toHaveLength(51);
    expect(body.errors).toEqual(
      expect.arrayContaining(
        limitedAt(beyond).map((one) =>
          expect.objectContaining({
            path: one.path,
            extensions: expect.objectContaining(one.extensions),
          }),
        ),
      ),
    );
  };

  it('are at most 50, the list among them, and at most 4 at once', async () => {
    const { service, zApi } = await start({ communities: MANY, metadata: slow });
    expectFlooded(await service.graphql(GROUPS_OF_ALL));
    expect(zApi.arrived).toHaveLength(50);
    expect(zApi.mostAtOnce('metadata')).toBe(4);
  });

  it('are at most 4 at once over all requests, each with 50 of its own', async () => {
    const { service, zApi } = await start({ communities: MANY, metadata: slow });
    const answers = await Promise.all([1, 2, 3].map(() => service.graphql(GROUPS_OF_ALL)));
    answers.forEach(expectFlooded);
    expect(zApi.arrived).toHaveLength(150);
    expect(zApi.mostAtOnce('metadata')).toBe(4);
  });

  it('are at most 50 for a gateway, too', async () => {
    const { service, zApi } = await start({ communities: MANY });
    const { body } = await service.graphql(
      'query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Community { id name } } }',
      { representations: representationsOf(MANY.slice(0, 60)) },
    );
    expect(body.data._entities).toEqual(
      MANY.slice(0, 60).map(({ id, name }, index) => ({ id, name: index < 50 ? name : null })),
    );
    const beyond = Array.from({ length: 10 }, (_, index) => ['_entities', 50 + index, 'name']);
    expect(body.errors).toMatchObject(limitedAt(beyond));
    expect(zApi.arrived).toHaveLength(50);
  });
});
