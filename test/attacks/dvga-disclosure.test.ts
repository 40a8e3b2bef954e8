import { beforeAll, describe, expect, it } from '@jest/globals';
import { en } from '../../src/i18n/en.ts';
import { type FaultServer, startFaultServer } from '../support/fault-server.ts';
import { closedAfterAll } from '../support/resources.ts';
import { asking, expectHarmless, expectRefused, misfit } from './judging.ts';
import { expectNoId } from './places.ts';
import { PROFILES, startDevelopment, startProduction, targetOf } from './profiles.ts';

const { introspection, malformed, method, notFound, unauthenticated } = en.request;

const SCHEMA = 'query { __schema { queryType { name } mutationType { name } subscriptionType { name } } }';
const BROWSER = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

/** Where graphw00f looks for GraphQL, but for the path where it is. */
const OTHER_PATHS = [
  '/',
  '/graphiql',
  ...['/v1/graphql', '/v2/graphql', '/v3/graphql', '/v1/graphiql', '/v2/graphiql', '/v3/graphiql'],
  ...['/api/graphql', '/api/graphiql', '/console', '/playground', '/gql', '/index.php?graphql'],
];

/** Documents by which graphw00f tells engines apart: each words its refusal in its own way. */
const FINGERPRINTS: readonly (readonly [document: string, reason: string])[] = [
  ['query @skip { __typename }', misfit('skip')],
  ['query @deprecated { __typename }', misfit('deprecated')],
  ['query @doesnotexist { __typename }', misfit('doesnotexist')],
  ['query @aaa@aaa { __typename }', misfit('aaa')],
  ['query { __typename @abc }', misfit('abc')],
  ['query { __typename @deprecated }', misfit('deprecated')],
  ['query { __typename @skip }', misfit('skip')],
  ['query { __typename @skip(aa: true) }', misfit('aa')],
  ['query { __typename @include(if: falsee) }', en.request.literal],
  ['query { graphw00f }', misfit('graphw00f')],
  ['query { __schema }', misfit('__schema')],
  ['query { __typename } fragment woof on __Schema { directives { name } }', misfit('woof')],
  ['query { alias1$1: __typename }', en.request.syntax],
  ['query { alias^_: __typename { }', en.request.syntax],
  ['query aa#aa { __typename }', en.request.syntax],
  ['query ! { __typename }', en.request.syntax],
  ['query { __typename {', en.request.syntax],
  ['queryy { __typename }', en.request.syntax],
  ['aaa', en.request.syntax],
  ['{}', en.request.syntax],
  ['', malformed],
];

describe.each(PROFILES)('an attacker who wants to know, in %s', (_, start) => {
  const target = targetOf(start);

  it.each(OTHER_PATHS)('finds GraphQL at no path but its own: %s', async (path) => {
    await expectRefused(target(), { ...asking('query { __typename }'), path }, notFound);
    await expectRefused(
      target(),
      { ...asking('query { __typename }'), path, withoutCredential: true },
      notFound,
    );
  });

  it.each(FINGERPRINTS)('tells the engine by no refusal: %s', async (document, reason) => {
    await expectRefused(target(), asking(document), reason);
  });

  it('tells the engine by no answer', async () => {
    const answer = { data: { __typename: 'Query' } };
    await expectHarmless(target(), asking('query { __typename }'), answer);
  });

  it.each([
    ['query { communit { id } }', 'communit'],
    ['query { unlinkPrevew { allowed } }', 'unlinkPrevew'],
    ['query { system }', 'system'],
    ['mutation { unlinkGroup { requestId } }', 'unlinkGroup'],
    ['query { communities { item { id } } }', 'item'],
    ['query { community(ids: "55555") { id } }', 'ids'],
    ['query { communities { ... on ComunityPage { page } } }', 'ComunityPage'],
    ['query ($id: IDs) { community(id: $id) { id } }', 'IDs'],
    ['query { __typename @skipp(if: true) }', 'skipp'],
  ])('is suggested no name for one that is nearly right: %s', async (document, name) => {
    await expectRefused(target(), asking(document), misfit(name));
  });

  it.each([
    ['a field that is not there', asking('query { communities { conteeeent } }'), misfit('conteeeent')],
    ['a field of every object', asking('query { __proto__ constructor toString }'), misfit('constructor')],
    ['a fragment that is not there', asking('query { ...hasOwnProperty }'), misfit('hasOwnProperty')],
    ['an operation that is not there', asking('{ a }', { operationName: '__proto__' }), misfit('a')],
    ['half a document', asking('query { communities { '), en.request.syntax],
    ['half a request', { body: '{"query":"{ __typename }' }, en.request.notJson],
    ['a number that is none', asking('{ communities(page: 1e400) { page } }'), en.request.literal],
    ['half a letter', asking('{ community(id: "\\uD800") { id } }'), en.request.syntax],
    ['a path that is not well encoded', { method: 'GET', path: '/%zz' }, en.request.brokenHttp],
  ])('is shown no stack for %s', async (_, attack, reason) => {
    await expectRefused(target(), attack, reason);
  });

  it.each([['/graphiql'], ['/__graphiql'], ['/graphiql?debug=1']])(
    'finds no GraphiQL at %s',
    async (path) => {
      await expectRefused(target(), { method: 'GET', path, headers: BROWSER }, notFound);
      await expectRefused(target(), { ...asking('query { pastes { conteeeent } }'), path }, notFound);
    },
  );
});

describe.each(PROFILES)('an attacker who wants a request made, in %s', (profile, start) => {
  const target = targetOf(start);
  const kept = closedAfterAll();
  let listener: FaultServer;
  beforeAll(async () => {
    listener = kept(await startFaultServer(({ reset }) => reset()));
  });

  it('finds no field that takes a URL', async () => {
    const parts = `host: "127.0.0.1", port: ${listener.port}, path: "/", scheme: "http"`;
    const query = `mutation { importPaste(${parts}) { result } }`;
    await expectRefused(target(), asking(query), misfit('importPaste'));
  });

  it.each([
    ['a URL', (host: string) => `http://${host}/`],
    ['a URL without a scheme', (host: string) => `//${host}/`],
    ['a host', (host: string) => host],
    ['a user in front of a host', (host: string) => `55555@${host}`],
    ['a way out of the path', (host: string) => `55555/../../../..//${host}/`],
    ['a query', (host: string) => `55555?url=http://${host}/`],
    ['a fragment', (host: string) => `55555#http://${host}/`],
    ['a line of a request', (host: string) => `55555 HTTP/1.1\r\nhost: ${host}\r\n\r\n`],
    ['the metadata of a cloud', () => 'http://169.254.169.254/latest/meta-data/'],
  ])('has no use of an id that is %s', async (_, payload) => {
    await expectNoId(target(), payload(`127.0.0.1:${listener.port}`));
    expect(listener.connections()).toBe(0);
  });

  it('has no use of a representation whose id is a URL', async () => {
    const query = 'query ($r: [_Any!]!) { _entities(representations: $r) { __typename } }';
    const payload = `${listener.url}/`;
    const attack = {
      ...asking(query, { variables: { r: [{ __typename: 'Community', id: payload }] } }),
      payload,
    };
    if (profile === 'production') await expectRefused(target(), attack, misfit('_entities'));
    else {
      await expectHarmless(target(), attack, {
        data: { _entities: [null] },
        errors: [expect.objectContaining({ message: en.rules.communityIdFormat, path: ['_entities', 0] })],
      });
    }
    expect(listener.connections()).toBe(0);
  });

  it('has no use of headers that name a host', async () => {
    const host = `127.0.0.1:${listener.port}`;
    const headers = {
      'x-forwarded-host': host,
      'x-original-url': listener.url,
      'x-rewrite-url': listener.url,
      'x-zapi-base-url': listener.url,
      forwarded: `host=${host};proto=http`,
      referer: listener.url,
    };
    const answer = { data: { __typename: 'Query' } };
    await expectHarmless(target(), { ...asking('{ __typename }'), headers, payload: host }, answer);
    expect(listener.connections()).toBe(0);
  });
});

describe('an attacker who wants to know, in production', () => {
  const target = targetOf(startProduction);

  it.each([
    [SCHEMA],
    ['{ __type(name: "Community") { name fields { name } } }'],
    ['query IntrospectionQuery { __schema { types { ...T } } } fragment T on __Type { name }'],
    ['mutation { __schema { types { name } } }'],
  ])('is refused introspection: %s', async (document) => {
    await expectRefused(target(), asking(document), introspection);
  });

  it('is refused the schema that a gateway reads', async () => {
    await expectRefused(target(), asking('{ _service { sdl } }'), misfit('_service'));
  });

  it.each([['_service'], ['_entities']])(
    'cannot tell a field of gateways from one that is not there: %s',
    async (field) => {
      const ask = async (name: string) => {
        const [answer] = await expectRefused(target(), asking(`{ ${name} }`), misfit(name));
        return answer?.body.errors.map(({ message }: { message: string }) => message.replace(name, 'it'));
      };
      expect(await ask(field)).toEqual(await ask('nothing'));
    },
  );

  it('is shown no interface', async () => {
    const attack = { method: 'GET', path: '/graphql', headers: BROWSER };
    await expectRefused(target(), attack, method);
    await expectRefused(target(), { method: 'GET', path: '/', headers: BROWSER }, notFound);
  });

  it('is told nothing without a credential', async () => {
    for (const document of ['query { __typename }', SCHEMA, '{ nothing }', 'aaa']) {
      await expectRefused(target(), { ...asking(document), withoutCredential: true }, unauthenticated);
    }
  });
});

describe('an attacker who wants to know, in development', () => {
  const target = targetOf(startDevelopment);

  it('is given the schema, by design', async () => {
    const { body } = await target().service.graphql(SCHEMA);
    expect(body).toEqual({
      data: {
        __schema: {
          queryType: { name: 'Query' },
          mutationType: { name: 'Mutation' },
          subscriptionType: null,
        },
      },
    });
  });

  it('is shown the interface, by design', async () => {
    const { status, text } = await target().service.request('/graphql', { headers: BROWSER });
    expect(status).toBe(200);
    expect(text).toContain('EmbeddedSandbox');
  });
});
