import { beforeAll, describe, expect, it } from '@jest/globals';
import { apiKeysFile, testApiKey } from '../support/api-keys.ts';
import { type CommunityServer, communityWith, startCommunityServer } from '../support/community-server.ts';
import { bearer, type Issuer, startIssuer } from '../support/issuer.ts';
import { jsonFile } from '../support/json-file.ts';
import { closedAfterAll, closedAfterEach, type Opened } from '../support/resources.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { until } from '../support/until.ts';

const TENANTS = ['ana', 'bia', 'caio', 'davi', 'eva'] as const;
type Tenant = (typeof TENANTS)[number];

/** Each tenant's own community; all of them are on each tenant's Z-API, so that only the service keeps them apart. */
const COMMUNITIES = TENANTS.map((_, index) => communityWith(index + 1, 3));
const communityOf = (tenant: Tenant) => {
  const community = COMMUNITIES[TENANTS.indexOf(tenant)];
  if (community === undefined) throw new Error('expected a community');
  return community;
};

const secretsOf = (tenant: Tenant) => ({
  instanceId: `instance-of-${tenant}`,
  instanceToken: `token-of-${tenant}`,
  clientToken: `client-token-of-${tenant}`,
});

const keyOf = (tenant: Tenant) => testApiKey({ id: `backend-of-${tenant}`, tenant });

interface Started {
  readonly service: TestService;
  readonly issuer: Issuer;
  /** Reached by all tenants, at different paths. */
  readonly zApi: CommunityServer;
}

const start = async (
  opened: Opened,
  environment: Readonly<Record<string, string>> = {},
  options: Partial<Parameters<typeof startCommunityServer>[0]> = {},
  allowed = (tenant: Tenant): readonly string[] | undefined => [communityOf(tenant).id],
): Promise<Started> => {
  const zApi = opened(await startCommunityServer({ communities: COMMUNITIES, ...options }));
  const issuer = opened(await startIssuer());
  const keys = opened(
    apiKeysFile(
      ...TENANTS.map(keyOf),
      testApiKey({ id: 'stranger', tenant: 'nobody' }),
      testApiKey({ id: 'homeless' }),
    ),
  );
  const instances = TENANTS.map((tenant) => ({
    tenant,
    ...secretsOf(tenant),
    ...(allowed(tenant) && { communities: allowed(tenant) }),
  }));
  const service = opened(
    await startTestService({
      zApiUrl: zApi.url,
      environment: {
        ZAPI_INSTANCE_ID: '',
        ZAPI_INSTANCE_TOKEN: '',
        ZAPI_CLIENT_TOKEN: '',
        ZAPI_INSTANCES_FILE: opened(jsonFile({ instances })).path,
        AUTH_API_KEYS_FILE: keys.path,
        AUTH_TENANT_CLAIM: 'https://issuer.example/tenant',
        ...issuer.environment,
        ...environment,
      },
    }),
  );
  return { service, issuer, zApi };
};

const unlinking = (community: { readonly id: string; readonly groups: readonly string[] }, index = 0) =>
  `mutation { unlinkGroups(communityId: "${community.id}", groupsPhones: ["${community.groups[index]}"]) {
    __typename ... on CommunityError { code } ... on CommunityRateLimitedError { retryAfterSeconds }
  } }`;

const OPERATIONS: readonly (readonly [name: string, make: (id: string, group: string) => string])[] = [
  [
    'unlinkGroups',
    (id, group) =>
      `mutation { unlinkGroups(communityId: "${id}", groupsPhones: ["${group}"]) { __typename } }`,
  ],
  [
    'unlinkPreview',
    (id, group) => `{ unlinkPreview(communityId: "${id}", groupsPhones: ["${group}"]) { __typename } }`,
  ],
  ['community', (id) => `{ community(id: "${id}") { name } }`],
  [
    '_entities',
    (id) =>
      `{ _entities(representations: [{ __typename: "Community", id: "${id}" }]) { ... on Community { id name } } }`,
  ],
];

describe.each(OPERATIONS)('%s', (_, make) => {
  const kept = closedAfterAll();
  let started: Started;
  beforeAll(async () => {
    started = await start(kept);
  });

  const PAIRS = TENANTS.flatMap((caller) => TENANTS.map((owner) => [caller, owner] as const));

  it.each(PAIRS)('of %s reaches the community of %s only if they are the same', async (caller, owner) => {
    const { service, zApi } = started;
    const { id, groups } = communityOf(owner);
    const before = zApi.arrived.length;
    const { status, body } = await service.graphql(make(id, groups[0] ?? ''), {}, keyOf(caller).headers);
    const codes = (body.errors ?? []).map(
      ({ extensions }: { extensions: { code: string } }) => extensions.code,
    );
    expect({ status, codes, sent: zApi.arrived.length - before }).toEqual(
      caller === owner ? { status: 200, codes: [], sent: 1 } : { status: 200, codes: ['FORBIDDEN'], sent: 0 },
    );
  });
});

describe('the id of a community', () => {
  const opened = closedAfterEach();

  it('is no way to name one of another tenant to a gateway, even where nothing else is asked', async () => {
    const { service, zApi } = await start(opened);
    const representations = (['ana', 'bia'] as const).map(
      (tenant) => `{ __typename: "Community", id: "${communityOf(tenant).id}" }`,
    );
    const query = `{ _entities(representations: [${representations.join(' ')}]) { ... on Community { id } } }`;
    const { body } = await service.graphql(query, {}, keyOf('ana').headers);
    expect(body.data).toEqual({ _entities: [{ id: communityOf('ana').id }, null] });
    expect(body.errors).toMatchObject([{ path: ['_entities', 1], extensions: { code: 'FORBIDDEN' } }]);
    expect(zApi.arrived).toEqual([]);
  });
});

describe('the instance of a tenant', () => {
  const opened = closedAfterEach();

  it.each(TENANTS)('is reached with its own three secrets, by key and by token: %s', async (tenant) => {
    const seen: string[] = [];
    const { service, issuer } = await start(
      opened,
      {},
      {
        metadata: (play) => {
          seen.push(play.path, String(play.headers['client-token']));
          play.asUsual();
        },
      },
    );
    const { instanceId, instanceToken, clientToken } = secretsOf(tenant);
    const query = `{ community(id: "${communityOf(tenant).id}") { name } }`;
    const token = await issuer.token({ 'https://issuer.example/tenant': tenant });
    for (const headers of [keyOf(tenant).headers, bearer(token)]) {
      seen.length = 0;
      const { body } = await service.graphql(query, {}, headers);
      expect(body.errors).toBeUndefined();
      expect(seen).toEqual([
        `/instances/${instanceId}/token/${instanceToken}/communities-metadata/${communityOf(tenant).id}`,
        clientToken,
      ]);
    }
  });

  it('shows the communities that are allowed, and no others', async () => {
    const { service } = await start(opened);
    const { body } = await service.graphql(
      '{ communities { items { id name } mayHaveMore } }',
      {},
      keyOf('bia').headers,
    );
    const { id, name } = communityOf('bia');
    expect(body.data.communities).toEqual({ items: [{ id, name }], mayHaveMore: false });
  });

  it('says that there may be more when the page was full before the others were left out', async () => {
    const { service } = await start(opened);
    const { body } = await service.graphql(
      '{ communities(pageSize: 5) { items { id } mayHaveMore } }',
      {},
      keyOf('bia').headers,
    );
    expect(body.data.communities).toEqual({ items: [{ id: communityOf('bia').id }], mayHaveMore: true });
  });

  it('shows every community where there is no list, and none where it is empty', async () => {
    const { service } = await start(opened, {}, {}, (tenant) => (tenant === 'ana' ? undefined : []));
    const ask = async (tenant: Tenant) =>
      (await service.graphql('{ communities { items { id } } }', {}, keyOf(tenant).headers)).body.data
        .communities.items;
    expect(await ask('ana')).toHaveLength(COMMUNITIES.length);
    expect(await ask('bia')).toEqual([]);
  });
});

describe('a caller without an instance', () => {
  const kept = closedAfterAll();
  let started: Started;
  beforeAll(async () => {
    started = await start(kept);
  });

  const expectForbidden = async (headers: Readonly<Record<string, string>>) => {
    const { service, zApi } = started;
    const before = zApi.arrived.length;
    for (const query of [
      '{ communities { items { id } } }',
      unlinking(communityOf('ana')),
      '{ __typename }',
    ]) {
      const { status, body } = await service.graphql(query, {}, headers);
      expect({ status, code: body.errors[0].extensions.code, data: body.data }).toEqual({
        status: 403,
        code: 'FORBIDDEN',
        data: undefined,
      });
    }
    expect(zApi.arrived.length).toBe(before);
  };

  it('is one whose key names an unknown tenant, or none', async () => {
    await expectForbidden(testApiKey({ id: 'stranger' }).headers);
    await expectForbidden(testApiKey({ id: 'homeless' }).headers);
  });

  it.each([
    ['an unknown tenant', { 'https://issuer.example/tenant': 'nobody' }],
    ['no tenant', {}],
    ['an empty tenant', { 'https://issuer.example/tenant': '' }],
    ['several tenants', { 'https://issuer.example/tenant': ['ana', 'bia'] }],
    ['a list of one tenant', { 'https://issuer.example/tenant': ['ana'] }],
    ['a tenant in another claim', { tenant: 'ana' }],
    ['a name of every object', { 'https://issuer.example/tenant': '__proto__' }],
  ])('is one whose token names %s', async (_, claims) => {
    await expectForbidden(bearer(await started.issuer.token(claims)));
  });

  it('cannot name one in the request', async () => {
    const { service } = started;
    const { body } = await service.graphql(
      '{ communities { items { id } } }',
      {},
      {
        ...keyOf('ana').headers,
        tenant: 'bia',
        'x-tenant': 'bia',
        'client-token': secretsOf('bia').clientToken,
      },
    );
    expect(body.data.communities.items).toEqual([{ id: communityOf('ana').id }]);
  });
});

describe('between tenants', () => {
  const opened = closedAfterEach();
  const all = () => undefined;

  it('no unlink is shared and no turn waited for, of the same community', async () => {
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const { service, zApi } = await start(
      opened,
      { INSTANCE_CONCURRENT_UNLINKS: '1', INSTANCE_QUEUE_LIMIT: '0' },
      {
        unlink: async (play) => {
          await held;
          play.asUsual();
        },
      },
      all,
    );
    const community = communityOf('ana');
    const answers = TENANTS.map((tenant) => service.graphql(unlinking(community), {}, keyOf(tenant).headers));
    await until(() => zApi.count('unlink') === TENANTS.length);
    release();
    const results = (await Promise.all(answers)).map(({ body }) => body.data.unlinkGroups.__typename);
    expect(results).toEqual(TENANTS.map(() => 'UnlinkSuccess'));
  });

  it('no limit is shared: what one used up leaves the others theirs', async () => {
    const { service } = await start(
      opened,
      {
        CALLER_MUTATIONS_PER_MINUTE: '2',
        INSTANCE_MUTATIONS_PER_MINUTE: '1',
        CALLER_QUERIES_PER_MINUTE: '1',
        INSTANCE_READS_PER_MINUTE: '1',
      },
      {},
      all,
    );
    const read = '{ communities { items { id } } }';
    for (const tenant of TENANTS) {
      const ask = async (query: string) => (await service.graphql(query, {}, keyOf(tenant).headers)).body;
      const community = communityOf(tenant);
      expect((await ask(unlinking(community))).data.unlinkGroups.__typename).toBe('UnlinkSuccess');
      expect((await ask(unlinking(community, 1))).data.unlinkGroups.code).toBe('RATE_LIMITED');
      expect((await ask(read)).errors).toBeUndefined();
      expect((await ask(read)).errors[0].extensions.code).toBe('RATE_LIMITED');
    }
  });

  it('not even callers of one name share a limit', async () => {
    const { service, issuer } = await start(opened, { CALLER_QUERIES_PER_MINUTE: '1' }, {}, all);
    for (const tenant of TENANTS) {
      const token = await issuer.token({ sub: 'same', 'https://issuer.example/tenant': tenant });
      const { body } = await service.graphql('{ communities { items { id } } }', {}, bearer(token));
      expect(body.errors).toBeUndefined();
    }
  });
});
