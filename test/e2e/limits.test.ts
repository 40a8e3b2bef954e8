import { describe, expect, it } from '@jest/globals';
import { apiKeysFile, testApiKey } from '../support/api-keys.ts';
import { type CommunityServer, communityWith, startCommunityServer } from '../support/community-server.ts';
import { closedAfterEach } from '../support/resources.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { until } from '../support/until.ts';

const COMMUNITIES = Array.from({ length: 8 }, (_, index) => communityWith(index + 1, 10));
const ANA = testApiKey({ id: 'ana' });
const BIA = testApiKey({ id: 'bia' });

type Environment = Readonly<Record<string, string>>;

const opened = closedAfterEach();

interface Started {
  readonly service: TestService;
  readonly zApi: CommunityServer;
}

const start = async (
  environment: Environment,
  options: Partial<Parameters<typeof startCommunityServer>[0]> = {},
): Promise<Started> => {
  const zApi = opened(await startCommunityServer({ communities: COMMUNITIES, ...options }));
  const keys = opened(apiKeysFile(ANA, BIA));
  const service = opened(
    await startTestService({
      zApiUrl: zApi.url,
      environment: { AUTH_API_KEYS_FILE: keys.path, ...environment },
    }),
  );
  return { service, zApi };
};

/** The field that takes one group out of one community, each call another one. */
const unlinking = (community: number, group: number): string => {
  const { id = '', groups = [] } = COMMUNITIES[community] ?? {};
  return `unlinkGroups(communityId: "${id}", groupsPhones: ["${groups[group]}"]) {
    __typename ... on CommunityError { code retry message } ... on CommunityRateLimitedError { retryAfterSeconds }
  }`;
};

const unlink = async (service: TestService, community: number, group = 0, { headers } = ANA) => {
  const { status, body } = await service.graphql(`mutation { ${unlinking(community, group)} }`, {}, headers);
  expect(status).toBe(200);
  return body.data.unlinkGroups;
};

const LIMITED = {
  __typename: 'CommunityRateLimitedError',
  code: 'RATE_LIMITED',
  retry: 'AFTER_DELAY',
  message: expect.stringContaining('Nothing was changed by this one.'),
  retryAfterSeconds: expect.any(Number),
};

const expectWithinAMinute = ({ retryAfterSeconds }: { readonly retryAfterSeconds: number }) => {
  expect(retryAfterSeconds).toBeGreaterThanOrEqual(1);
  expect(retryAfterSeconds).toBeLessThanOrEqual(60);
};

describe('the mutations of a caller', () => {
  it('are so many a minute; what is more is told so and not sent, and others have their own', async () => {
    const { service, zApi } = await start({ CALLER_MUTATIONS_PER_MINUTE: '2' });
    expect((await unlink(service, 0)).__typename).toBe('UnlinkSuccess');
    expect((await unlink(service, 1)).__typename).toBe('UnlinkSuccess');
    const third = await unlink(service, 2);
    expect(third).toEqual(LIMITED);
    expectWithinAMinute(third);
    expect(zApi.count('unlink')).toBe(2);
    expect((await unlink(service, 2, 0, BIA)).__typename).toBe('UnlinkSuccess');
  });

  it('count also where they are not valid', async () => {
    const { service } = await start({ CALLER_MUTATIONS_PER_MINUTE: '1' });
    const query = 'mutation { unlinkGroups(communityId: "x", groupsPhones: []) { __typename } }';
    const ask = async () => (await service.graphql(query, {}, ANA.headers)).body.data.unlinkGroups.__typename;
    expect([await ask(), await ask()]).toEqual(['CommunityInputError', 'CommunityRateLimitedError']);
  });

  it('are 30 by default, and any number with 0', async () => {
    const { service } = await start({ CALLER_MUTATIONS_PER_MINUTE: '' });
    const query = 'mutation { unlinkGroups(communityId: "x", groupsPhones: []) { __typename } }';
    const ask = async (of: TestService) =>
      (await of.graphql(query, {}, ANA.headers)).body.data.unlinkGroups.__typename;
    for (let made = 0; made < 30; made += 1) expect(await ask(service)).toBe('CommunityInputError');
    expect(await ask(service)).toBe('CommunityRateLimitedError');
    const { service: unlimited } = await start({ CALLER_MUTATIONS_PER_MINUTE: '0' });
    for (let made = 0; made < 31; made += 1) expect(await ask(unlimited)).toBe('CommunityInputError');
  });
});

describe('the mutations of an instance', () => {
  it('are so many a minute, of all callers together', async () => {
    const { service, zApi } = await start({ INSTANCE_MUTATIONS_PER_MINUTE: '2' });
    expect((await unlink(service, 0, 0, ANA)).__typename).toBe('UnlinkSuccess');
    expect((await unlink(service, 1, 0, BIA)).__typename).toBe('UnlinkSuccess');
    for (const caller of [ANA, BIA]) expect(await unlink(service, 2, 0, caller)).toEqual(LIMITED);
    expect(zApi.count('unlink')).toBe(2);
  });

  it('do not count what a caller was refused, nor what is not valid', async () => {
    const { service } = await start({ CALLER_MUTATIONS_PER_MINUTE: '2', INSTANCE_MUTATIONS_PER_MINUTE: '2' });
    const invalid = 'mutation { unlinkGroups(communityId: "x", groupsPhones: []) { __typename } }';
    await service.graphql(invalid, {}, ANA.headers);
    expect((await unlink(service, 0, 0, ANA)).__typename).toBe('UnlinkSuccess');
    expect(await unlink(service, 1, 0, ANA)).toEqual(LIMITED);
    expect((await unlink(service, 1, 0, BIA)).__typename).toBe('UnlinkSuccess');
  });
});

describe('the queries of a caller', () => {
  const PLAIN = '{ communities { items { id } } }';
  const many = (count: number) =>
    Array.from({ length: count }, (_, index) => `a${index}: communities(page: 99) { page }`).join(' ');
  const codes = (body: { errors?: readonly { extensions: { code: string } }[] }) =>
    (body.errors ?? []).map(({ extensions }) => extensions.code);

  it.each<readonly [string, string]>([
    ['aliases', `{ ${many(10)} }`],
    ['a fragment', `{ ...F } fragment F on Query { ${many(10)} }`],
    ['inline fragments', `{ ... { ${many(10)} } }`],
  ])('are counted for each field, not for each request: %s', async (_, query) => {
    const { service, zApi } = await start({ CALLER_QUERIES_PER_MINUTE: '4' });
    const { status, body } = await service.graphql(query, {}, ANA.headers);
    expect(status).toBe(200);
    expect(codes(body)).toEqual(Array(6).fill('RATE_LIMITED'));
    expect(Object.values(body.data).filter((page) => page !== null)).toHaveLength(4);
    expectWithinAMinute(body.errors[0].extensions);
    expect(zApi.count('communities')).toBe(4);
  });

  it('are refused with null and an entry in errors, or with the error that the union has', async () => {
    const { service, zApi } = await start({ CALLER_QUERIES_PER_MINUTE: '1' });
    await service.graphql(PLAIN, {}, ANA.headers);
    const { body } = await service.graphql(
      `{
        communities { page } community(id: "55555") { id }
        unlinkPreview(communityId: "55555", groupsPhones: ["1234567890-group"]) {
          __typename ... on CommunityRateLimitedError { code retry retryAfterSeconds message }
        }
      }`,
      {},
      ANA.headers,
    );
    expect(body.data).toEqual({
      communities: null,
      community: null,
      unlinkPreview: {
        ...LIMITED,
        message: 'Too much was asked for at once. Ask for less, or wait a little and try again.',
      },
    });
    expect(codes(body)).toEqual(['RATE_LIMITED', 'RATE_LIMITED']);
    expect(zApi.arrived).toHaveLength(1);
    expect((await service.graphql(PLAIN, {}, BIA.headers)).body.errors).toBeUndefined();
  });

  it('are not got round by a batch, which is not run', async () => {
    const { service, zApi } = await start({ CALLER_QUERIES_PER_MINUTE: '1' });
    const { status, body } = await service.request('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...ANA.headers },
      body: JSON.stringify(Array(10).fill({ query: PLAIN })),
    });
    expect({ status, code: codes(body) }).toEqual({ status: 400, code: ['BAD_REQUEST'] });
    expect(zApi.arrived).toEqual([]);
  });

  it('and their mutations are counted apart', async () => {
    const { service } = await start({ CALLER_QUERIES_PER_MINUTE: '1', CALLER_MUTATIONS_PER_MINUTE: '1' });
    await service.graphql(PLAIN, {}, ANA.headers);
    expect((await unlink(service, 0)).__typename).toBe('UnlinkSuccess');
  });
});

describe('the reads of an instance', () => {
  const list = `{ communities { items { id name groups { phone } } } }`;

  it('are so many a minute, of all callers, nested ones too', async () => {
    const { service, zApi } = await start({ INSTANCE_READS_PER_MINUTE: '4' });
    const { body } = await service.graphql(list, {}, ANA.headers);
    expect(zApi.arrived).toHaveLength(4);
    expect(
      body.data.communities.items.filter(({ groups }: { groups: unknown }) => groups !== null),
    ).toHaveLength(3);
    expect(
      new Set(body.errors.map(({ extensions }: { extensions: { code: string } }) => extensions.code)),
    ).toEqual(new Set(['RATE_LIMITED']));
    const { body: other } = await service.graphql('{ community(id: "55555") { id } }', {}, BIA.headers);
    expect(other).toMatchObject({
      data: { community: null },
      errors: [{ extensions: { code: 'RATE_LIMITED' } }],
    });
    expect(zApi.arrived).toHaveLength(4);
  });

  it('used up do not keep an unlink from being read back: the truth hangs on it', async () => {
    const { service, zApi } = await start(
      { INSTANCE_READS_PER_MINUTE: '1' },
      { unlink: (play) => play.answer(200, { success: false }) },
    );
    await service.graphql('{ communities { page } }', {}, ANA.headers);
    expect(await unlink(service, 0)).toMatchObject({ __typename: 'UnlinkRejectedError' });
    expect(zApi.arrived.map(({ kind }) => kind)).toEqual(['communities', 'unlink', 'metadata', 'status']);
  });
});

describe('the unlinks at once on an instance', () => {
  const TOO_MANY = 3;
  const hold = () => {
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    return {
      release,
      unlink: async (play: { asUsual(): void }) => {
        await held;
        play.asUsual();
      },
    };
  };

  it.each<readonly [string, Environment, number, number]>([
    ['as many as are set', { INSTANCE_CONCURRENT_UNLINKS: '2', INSTANCE_QUEUE_LIMIT: '3' }, 2, 3],
    ['one, and none may wait', { INSTANCE_CONCURRENT_UNLINKS: '1', INSTANCE_QUEUE_LIMIT: '0' }, 1, 0],
    ['4, and 16 wait, by default', { INSTANCE_CONCURRENT_UNLINKS: '', INSTANCE_QUEUE_LIMIT: '' }, 4, 16],
  ])('are %s; who finds the queue full is told at once', async (_, environment, atOnce, waiting) => {
    const { release, unlink: held } = hold();
    const { service, zApi } = await start(environment, { unlink: held });
    const answers: Promise<{ __typename: string }>[] = [];
    let refused = 0;
    const ask = (community: number, group: number) => {
      const answer = unlink(service, community, group);
      answers.push(answer);
      void answer.then(({ __typename }) => {
        if (__typename === 'CommunityRateLimitedError') refused += 1;
      });
    };
    // The first ones of different communities, so that they run side by side.
    for (let index = 0; index < atOnce; index += 1) ask(index, 0);
    await until(() => zApi.count('unlink') === atOnce);
    for (let index = 0; index < waiting + TOO_MANY; index += 1)
      ask(4 + (index % 4), 1 + Math.floor(index / 4));
    await until(() => refused === TOO_MANY);
    expect(zApi.count('unlink')).toBe(atOnce);
    release();
    const names = (await Promise.all(answers)).map(({ __typename }) => __typename);
    expect(names.filter((name) => name === 'UnlinkSuccess')).toHaveLength(atOnce + waiting);
    expect(names.filter((name) => name === 'CommunityRateLimitedError')).toHaveLength(TOO_MANY);
    expect(zApi.mostAtOnce('unlink')).toBe(atOnce);
    expect(zApi.count('unlink')).toBe(atOnce + waiting);
  });
});
