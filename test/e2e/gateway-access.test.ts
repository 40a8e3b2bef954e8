import { beforeAll, describe, expect, it } from '@jest/globals';
import { ESCOLA } from '../../src/simulator/communities.ts';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { apiKeysFile, testApiKey } from '../support/api-keys.ts';
import { CANARY_ACCESS, CANARY_ROUTER_SECRET } from '../support/canaries.ts';
import { closedAfterAll } from '../support/resources.ts';
import { startTestService, type TestAnswer, type TestService } from '../support/service.ts';

const SERVICE = '{ _service { sdl } }';
const ENTITIES = `{ _entities(representations: [{ __typename: "Community", id: "${ESCOLA.id}" }]) { ... on Community { id name } } }`;
const READ = `{ community(id: "${ESCOLA.id}") { name } }`;
const UNLINK = `mutation { unlinkGroups(communityId: "${ESCOLA.id}", groupsPhones: ["120363041278650401-group"]) { __typename } }`;

const BOTH = testApiKey({ id: 'both' });
const UNLINKER = testApiKey({ id: 'unlinker', scopes: ['communities:unlink'] });
const ROUTER = { 'router-authorization': CANARY_ROUTER_SECRET };
const OLD_ROUTER = { 'router-authorization': 'the-secret-before' };
const WRONG_ROUTER = { 'router-authorization': 'SQUEAMISH' };

type Headers = Readonly<Record<string, string>>;

const kept = closedAfterAll();
let simulator: Simulator;
/** Knows callers and gateways. */
let guarded: TestService;
beforeAll(async () => {
  simulator = kept(await startSimulator({ credentials: CANARY_ACCESS }));
  guarded = await start({ ROUTER_SECRET: `${CANARY_ROUTER_SECRET},the-secret-before` });
});

const start = async (environment: Headers): Promise<TestService> => {
  const keys = kept(apiKeysFile(BOTH, UNLINKER));
  return kept(
    await startTestService({
      zApiUrl: simulator.url,
      environment: { AUTH_API_KEYS_FILE: keys.path, ...environment },
    }),
  );
};

const verdictOf = ({ status, body }: TestAnswer) => ({
  status,
  code: body.errors?.[0]?.extensions.code,
  data: body.data,
});

const ENTITY = { _entities: [{ id: ESCOLA.id, name: ESCOLA.name }] };
const SDL = { _service: { sdl: expect.stringContaining('type Community') } };

describe('a gateway with its secret', () => {
  it.each([ROUTER, OLD_ROUTER])('reads _service without a caller, with either secret', async (headers) => {
    expect(verdictOf(await guarded.graphql(SERVICE, {}, headers))).toEqual({ status: 200, data: SDL });
  });

  it('joins entities for a caller who may read', async () => {
    const answer = await guarded.graphql(ENTITIES, {}, { ...ROUTER, ...BOTH.headers });
    expect(verdictOf(answer)).toEqual({ status: 200, data: ENTITY });
  });

  it('never stands in for a caller', async () => {
    const sent = simulator.unlinkCalls();
    for (const query of [
      ENTITIES,
      READ,
      UNLINK,
      '{ communities { items { id } } }',
      '{ __schema { queryType { name } } }',
      '{ _service { sdl } communities { items { id } } }',
      '{ ...F } fragment F on Query { _service { sdl } ... { communities { items { id } } } }',
      '{ __typename a: _service { sdl } b: _entities(representations: []) { __typename } }',
    ]) {
      expect(verdictOf(await guarded.graphql(query, {}, ROUTER))).toEqual({
        status: 401,
        code: 'UNAUTHENTICATED',
        data: undefined,
      });
    }
    expect(simulator.unlinkCalls()).toBe(sent);
  });

  it('does not make a bad credential good', async () => {
    const headers = { ...ROUTER, 'x-api-key': 'both.SQUEAMISH' };
    expect(verdictOf(await guarded.graphql(SERVICE, {}, headers))).toMatchObject({ status: 401 });
  });

  it("adds nothing to a caller's scopes", async () => {
    const headers = { ...ROUTER, ...UNLINKER.headers };
    expect(verdictOf(await guarded.graphql(ENTITIES, {}, headers))).toEqual({
      status: 403,
      code: 'FORBIDDEN',
      data: undefined,
    });
    expect(verdictOf(await guarded.graphql(READ, {}, headers))).toMatchObject({
      status: 200,
      code: 'FORBIDDEN',
    });
  });
});

describe('a caller without the secret of a gateway', () => {
  it.each<readonly [string, string, Headers]>([
    ['_service', SERVICE, {}],
    ['_service', SERVICE, WRONG_ROUTER],
    ['_service by another name', '{ a: _service { sdl } }', {}],
    ['_service in a fragment', '{ ...F } fragment F on Query { _service { sdl } }', {}],
    ['_service beside another field', '{ __typename _service { sdl } }', {}],
    ['_entities', ENTITIES, {}],
    ['_entities', ENTITIES, WRONG_ROUTER],
    ['_entities', ENTITIES, { 'router-authorization': `${CANARY_ROUTER_SECRET},the-secret-before` }],
    ['_entities', ENTITIES, { authorization: CANARY_ROUTER_SECRET }],
  ])('is refused %s: %s', async (_, query, headers) => {
    const answer = await guarded.graphql(query, {}, { ...BOTH.headers, ...headers });
    expect(verdictOf(answer)).toEqual({ status: 403, code: 'FORBIDDEN', data: undefined });
  });

  it('has all the rest', async () => {
    expect(verdictOf(await guarded.graphql(READ, {}, BOTH.headers))).toEqual({
      status: 200,
      data: { community: { name: ESCOLA.name } },
    });
  });
});

describe('where no gateway has a secret', () => {
  it('its fields are there with the schema', async () => {
    const open = await start({ INTROSPECTION: 'on' });
    expect(verdictOf(await open.graphql(SERVICE, {}, BOTH.headers))).toEqual({ status: 200, data: SDL });
    expect(verdictOf(await open.graphql(ENTITIES, {}, BOTH.headers))).toEqual({ status: 200, data: ENTITY });
    expect(verdictOf(await open.graphql(ENTITIES, {}, UNLINKER.headers))).toMatchObject({
      code: 'FORBIDDEN',
    });
    expect(verdictOf(await open.graphql(SERVICE, {}, ROUTER))).toMatchObject({ status: 401 });
  });

  it.each([SERVICE, ENTITIES, '{ a: _service { sdl } }', '{ ... { _service { sdl } } }'])(
    'they are as unknown as any field that does not exist, without it: %s',
    async (query) => {
      const closed = await start({ INTROSPECTION: 'off' });
      const answer = await closed.graphql(query, {}, BOTH.headers);
      const unknown = await closed.graphql('{ _nothing { sdl } }', {}, BOTH.headers);
      expect(verdictOf(answer)).toEqual({
        status: 400,
        code: 'GRAPHQL_VALIDATION_FAILED',
        data: undefined,
      });
      expect(verdictOf(unknown)).toEqual(verdictOf(answer));
      expect(answer.body.errors[0].message.replace(/_service|_entities/, '_nothing')).toBe(
        unknown.body.errors[0].message,
      );
    },
  );
});

describe('a service without the fields of gateways', () => {
  it.each([
    ['_Service', (name: string) => `{ __typename ...F } fragment F on ${name} { sdl }`],
    ['_Any', (name: string) => `query ($x: ${name}) { communities { page } }`],
    ['_Entity', (name: string) => `{ communities { items { ... on ${name} { __typename } } } }`],
    ['federation__FieldSet', (name: string) => `query ($x: ${name}) { communities { page } }`],
  ])('knows their types no more than any that do not exist: %s', async (name, make) => {
    const closed = await start({ INTROSPECTION: 'off' });
    const ask = async (type: string) => {
      const { body } = await closed.graphql(make(type), {}, BOTH.headers);
      return body.errors.map(({ message }: { message: string }) => message.replace(type, 'it'));
    };
    expect(await ask(name)).toEqual(await ask('_Nothing'));
  });

  it('has all the others as they are', async () => {
    const closed = await start({ INTROSPECTION: 'off' });
    const ask = async (query: string) => (await closed.graphql(query, {}, BOTH.headers)).body;
    const phone = '120363041278650402-group';
    expect(
      await ask(`{
        community(id: "${ESCOLA.id}") { __typename id name announcementGroup { isAnnouncement } }
        communities(page: 1, pageSize: 1) { __typename page mayHaveMore }
        unlinkPreview(communityId: "${ESCOLA.id}", groupsPhones: ["${phone}"]) { __typename ... on UnlinkPreview { allowed } }
      }`),
    ).toEqual({
      data: {
        community: {
          __typename: 'Community',
          id: ESCOLA.id,
          name: ESCOLA.name,
          announcementGroup: { isAnnouncement: true },
        },
        communities: { __typename: 'CommunityPage', page: 1, mayHaveMore: true },
        unlinkPreview: { __typename: 'UnlinkPreview', allowed: true },
      },
    });
    const unlink = (
      id: string,
    ) => `mutation { unlinkGroups(communityId: "${id}", groupsPhones: ["${phone}"]) {
      __typename ... on UnlinkSuccess { confirmation groups { status } community { name } } ... on CommunityError { code }
    } }`;
    expect(await ask(unlink(ESCOLA.id))).toMatchObject({
      data: {
        unlinkGroups: {
          __typename: 'UnlinkSuccess',
          groups: [{ status: 'UNLINKED' }],
          community: { name: ESCOLA.name },
        },
      },
    });
    expect(await ask(unlink('one'))).toEqual({
      data: { unlinkGroups: { __typename: 'CommunityInputError', code: 'INVALID_INPUT' } },
    });
  });
});

describe('what a caller may ask for in a minute', () => {
  it('counts each _entities, by whatever name, and no representation', async () => {
    const limited = await start({ ROUTER_SECRET: CANARY_ROUTER_SECRET, CALLER_QUERIES_PER_MINUTE: '3' });
    const headers = { ...ROUTER, ...BOTH.headers };
    const representations = Array(5).fill(`{ __typename: "Community", id: "${ESCOLA.id}" }`).join(' ');
    const entities = (name: string) =>
      `${name}: _entities(representations: [${representations}]) { __typename }`;
    const first = await limited.graphql(`{ ${entities('a')} ${entities('b')} }`, {}, headers);
    expect(verdictOf(first)).toMatchObject({ status: 200, code: undefined });
    const second = await limited.graphql(`{ ${entities('a')} ${entities('b')} }`, {}, headers);
    expect(verdictOf(second)).toMatchObject({ status: 200, code: 'RATE_LIMITED', data: undefined });
    expect(second.body.errors[0].extensions.retryAfterSeconds).toBeGreaterThan(0);
  });
});

describe('a trace for gateways', () => {
  it('is given to nobody', async () => {
    const headers = { ...ROUTER, ...BOTH.headers, 'apollo-federation-include-trace': 'ftv1' };
    const { body } = await guarded.graphql(READ, {}, headers);
    expect(body).toEqual({ data: { community: { name: ESCOLA.name } } });
  });
});
