import { beforeAll, describe, expect, it } from '@jest/globals';
import { readSandboxDocument } from '../../src/bootstrap/sandbox-documents.ts';
import { CONDOMINIO, ESCOLA } from '../../src/simulator/communities.ts';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { apiKeysFile, testApiKey } from '../support/api-keys.ts';
import { CANARY_ACCESS } from '../support/canaries.ts';
import { startFaultServer } from '../support/fault-server.ts';
import { closedAfterAll, closedAfterEach } from '../support/resources.ts';
import { startTestService, type TestAnswer, type TestService } from '../support/service.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const JSON_TYPE = 'application/json; charset=utf-8';
const GRAPHQL_TYPE = 'application/graphql-response+json; charset=utf-8';

/** Names and habits of the libraries underneath, which callers should learn nothing of. */
const LIBRARY_TEXT =
  /apollo|fastify|FST_|graphql-js|node:|node_modules| at .*\(|SyntaxError|Unexpected token|JSON at position|csrf|stack|statusCode|did you mean/i;

const KEY = testApiKey();

let simulator: Simulator;
let service: TestService;
const kept = closedAfterAll();
beforeAll(async () => {
  simulator = kept(await startSimulator({ credentials: CANARY_ACCESS }));
  service = kept(
    await startTestService({ zApiUrl: simulator.url, environment: { NODE_ENV: 'development' } }),
  );
});

const post = (
  body: string,
  headers: Readonly<Record<string, string>> = { 'content-type': 'application/json' },
  to: TestService = service,
): Promise<TestAnswer> => to.request('/graphql', { method: 'POST', headers, body });

/** Refused before anything ran: GraphQL's shape, one error, nothing of a library. */
const expectRefusalShape = (answer: TestAnswer, status: number, code: string, type = JSON_TYPE) => {
  expect(answer.text).not.toMatch(LIBRARY_TEXT);
  expect({ status: answer.status, type: answer.headers.get('content-type'), body: answer.body }).toEqual({
    status,
    type,
    body: {
      errors: [{ message: expect.stringMatching(/^\S.*\.$/), extensions: expect.objectContaining({ code }) }],
    },
  });
  expect(answer.headers.get('x-request-id')).toMatch(UUID);
};

const expectRefusal = (answer: TestAnswer, status: number, code: string, type = JSON_TYPE) => {
  expectRefusalShape(answer, status, code, type);
  const requestId = answer.headers.get('x-request-id');
  expect(answer.body.errors[0].extensions).toEqual({ code, requestId });
};

const UNLINK = `mutation ($communityId: ID!, $groupsPhones: [String!]!) {
  unlinkGroups(communityId: $communityId, groupsPhones: $groupsPhones) {
    __typename
    ... on UnlinkSuccess { requestId }
    ... on CommunityError { code requestId }
  }
}`;

describe('a browser, in development', () => {
  const browse = (path: string) =>
    service.request(path, { headers: { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' } });

  it('is led from / to /graphql', async () => {
    const { status, headers } = await browse('/');
    expect({ status, location: headers.get('location') }).toEqual({ status: 302, location: '/graphql' });
  });

  it('is shown the Sandbox on /graphql', async () => {
    const { status, headers, text } = await browse('/graphql');
    expect({ status, type: headers.get('content-type') }).toEqual({
      status: 200,
      type: expect.stringMatching(/^text\/html/),
    });
    expect(text).toContain('new window.EmbeddedSandbox(');
    expect(headers.get('x-request-id')).toMatch(UUID);
  });

  it('finds the examples in the Sandbox', async () => {
    const { text } = await browse('/graphql');
    const { initialState } = JSON.parse(/var embeddedSandboxConfig = (\{.*\});/.exec(text)?.[1] ?? '{}');
    expect(initialState).toEqual({ document: readSandboxDocument('simulator'), includeCookies: false });
  });

  it('sends no usage data from the Sandbox', async () => {
    const { text } = await browse('/graphql');
    expect(text).toContain('"runTelemetry":false');
  });
});

describe('another method than POST on /graphql', () => {
  const expectNotAllowed = (answer: TestAnswer, type = JSON_TYPE) => {
    expectRefusal(answer, 405, 'METHOD_NOT_ALLOWED', type);
    expect(answer.headers.get('allow')).toBe('POST');
  };

  it.each([['PUT'], ['PATCH'], ['DELETE'], ['OPTIONS'], ['GET']])('is refused: %s', async (method) => {
    expectNotAllowed(await service.request('/graphql', { method }));
  });

  it.each([['PUT'], ['PATCH'], ['DELETE']])('is refused with a body too: %s', async (method) => {
    const body = '{"query":"{ __typename }"}';
    const headers = { 'content-type': 'application/json' };
    expectNotAllowed(await service.request('/graphql', { method, headers, body }));
  });

  it.each([
    ['application/json', JSON_TYPE],
    ['application/graphql-response+json', GRAPHQL_TYPE],
    ['*/*', JSON_TYPE],
    ['text/plain', JSON_TYPE],
  ])('is refused to a GET that accepts %s', async (accept, type) => {
    expectNotAllowed(await service.request('/graphql', { headers: { accept } }), type);
  });

  it('is refused to a GET that carries a query, to a browser as well', async () => {
    const mutation = `mutation { unlinkGroups(communityId: "${CONDOMINIO.id}", groupsPhones: ["1345353454354354-group"]) { __typename } }`;
    const path = `/graphql?query=${encodeURIComponent(mutation)}`;
    const before = simulator.unlinkCalls();
    for (const accept of ['text/html', 'application/json']) {
      expectNotAllowed(await service.request(path, { headers: { accept } }));
    }
    expect(simulator.unlinkCalls()).toBe(before);
  });
});

describe('in production', () => {
  let production: TestService;
  beforeAll(async () => {
    production = kept(
      await startTestService({
        zApiUrl: 'https://127.0.0.1:1',
        environment: {
          NODE_ENV: 'production',
          AUTH_API_KEYS_FILE: kept(apiKeysFile(KEY)).path,
        },
      }),
    );
  });

  it('there is nothing at /', async () => {
    expectRefusal(await production.request('/', { headers: { accept: 'text/html' } }), 404, 'NOT_FOUND');
  });

  it('a browser is shown no Sandbox', async () => {
    const answer = await production.request('/graphql', { headers: { accept: 'text/html' } });
    expectRefusal(answer, 405, 'METHOD_NOT_ALLOWED');
    expect(answer.headers.get('allow')).toBe('POST');
  });

  it.each([['{ __schema { types { name } } }'], ['{ __type(name: "Community") { name } }']])(
    'the schema is not told: %s',
    async (query) => {
      const { status, body, text } = await production.graphql(query, {}, KEY.headers);
      expect({ status, data: body.data }).toEqual({ status: 400, data: undefined });
      expect(body.errors[0].extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
      expect(text).not.toMatch(LIBRARY_TEXT);
    },
  );

  it('operations are answered', async () => {
    const variables = { communityId: ESCOLA.id, groupsPhones: ['120363041278650401-group'] };
    const { status, body } = await production.graphql(UNLINK, variables, KEY.headers);
    expect({ status, errors: body.errors }).toEqual({ status: 200, errors: undefined });
    expect(body.data.unlinkGroups).toMatchObject({
      __typename: 'CommunityUpstreamError',
      code: 'UPSTREAM_UNAVAILABLE',
    });
  });
});

describe('a body that is no GraphQL request', () => {
  it.each([
    ['malformed', '{"query": "{ __typename }"'],
    ['empty', ''],
    ['no JSON at all', '{ __typename }'],
    ['with a second value behind', '{"query":"{ __typename }"} {}'],
  ])('is refused: JSON that is %s', async (_, body) => {
    expectRefusal(await post(body), 400, 'BAD_REQUEST');
  });

  it.each([
    ['text/plain', '{"query":"{ __typename }"}'],
    ['application/x-www-form-urlencoded', 'query=%7B__typename%7D'],
    ['multipart/form-data; boundary=x', '--x\r\n\r\n--x--'],
    ['application/graphql', '{ __typename }'],
    ['application/xml', '<query/>'],
    ['text/html', '<p>'],
  ])('is refused: %s', async (contentType, body) => {
    expectRefusal(await post(body, { 'content-type': contentType }), 415, 'UNSUPPORTED_MEDIA_TYPE');
  });

  it('is refused without a media type', async () => {
    const body = Buffer.from('{"query":"{ __typename }"}');
    const answer = await service.request('/graphql', { method: 'POST', body });
    expectRefusal(answer, 415, 'UNSUPPORTED_MEDIA_TYPE');
  });

  it('is refused above one megabyte', async () => {
    const answer = await post(JSON.stringify({ query: `# ${'x'.repeat(1_100_000)}\n{ __typename }` }));
    expectRefusal(answer, 413, 'PAYLOAD_TOO_LARGE');
  });

  it.each([
    ['a batch', [{ query: '{ __typename }' }, { query: '{ __typename }' }]],
    ['an empty batch', []],
    ['null', null],
    ['a text', '{ __typename }'],
    ['a number', 7],
    ['an empty object', {}],
    ['no query', { variables: {} }],
    ['an empty query', { query: '' }],
    ['a query that is null', { query: null }],
    ['a query that is a number', { query: 7 }],
    ['a query that is a list', { query: ['{ __typename }'] }],
    ['a query that is an object', { query: { kind: 'Document' } }],
    ['variables that are a text', { query: '{ __typename }', variables: '{}' }],
    ['variables that are a list', { query: '{ __typename }', variables: [] }],
    ['variables that are a number', { query: '{ __typename }', variables: 7 }],
    ['an operation name that is a number', { query: '{ __typename }', operationName: 7 }],
    ['an operation name that is an object', { query: '{ __typename }', operationName: {} }],
    ['extensions that are a text', { query: '{ __typename }', extensions: 'x' }],
  ])('is refused: %s', async (_, body) => {
    expectRefusalShape(await post(JSON.stringify(body)), 400, 'BAD_REQUEST');
  });

  it.each([
    ['a batch', [{ query: '{ __typename }' }]],
    ['an empty object', {}],
    ['a query that is a number', { query: 7 }],
    ['variables that are a text', { query: '{ __typename }', variables: '{}' }],
  ])('is refused with the request id beside the code: %s', async (_, body) => {
    expectRefusal(await post(JSON.stringify(body)), 400, 'BAD_REQUEST');
  });

  it('is not made up for by a mutation in the URL', async () => {
    const mutation = `mutation { unlinkGroups(communityId: "${CONDOMINIO.id}", groupsPhones: ["1345353454354354-group"]) { __typename } }`;
    const before = simulator.unlinkCalls();
    const { status } = await service.request(`/graphql?query=${encodeURIComponent(mutation)}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    expect({ status, calls: simulator.unlinkCalls() - before }).toEqual({ status: 400, calls: 0 });
  });

  it('is told from one whose parts are null, which is accepted', async () => {
    const body = { query: '{ __typename }', variables: null, operationName: null, extensions: null };
    expect((await post(JSON.stringify(body))).body).toEqual({ data: { __typename: 'Query' } });
  });
});

describe('a persisted query', () => {
  const extensions = { persistedQuery: { version: 1, sha256Hash: '0'.repeat(64) } };

  it.each([
    ['by its hash alone', { extensions }],
    ['by its hash and document', { query: '{ __typename }', extensions }],
  ])('is not run: its client is told that there are none, %s', async (_, body) => {
    const answer = await post(JSON.stringify(body));
    expect({ status: answer.status, body: answer.body }).toEqual({
      status: 200,
      body: {
        errors: [
          {
            message: 'PersistedQueryNotSupported',
            extensions: { code: 'PERSISTED_QUERY_NOT_SUPPORTED', requestId: expect.any(String) },
          },
        ],
      },
    });
  });
});

describe('an operation that the document does not hold', () => {
  it.each([
    ['unknown', { query: 'query A { __typename }', operationName: 'SQUEAMISH' }],
    ['not said, of two', { query: 'query A { __typename } query B { __typename }' }],
  ])('is refused: %s', async (_, body) => {
    const answer = await post(JSON.stringify(body));
    expectRefusal(answer, 400, 'OPERATION_RESOLUTION_FAILURE');
    expect(answer.text).not.toContain('SQUEAMISH');
  });
});

describe('a path that leads nowhere', () => {
  it.each([
    ['GET', '/nowhere'],
    ['GET', '/graphql/'],
    ['GET', '/GraphQL'],
    ['GET', '/health'],
    ['POST', '/'],
    ['POST', '/nowhere'],
    ['POST', '/health/ready'],
    ['DELETE', '/health/live'],
  ])('is answered in the shape of GraphQL: %s %s', async (method, path) => {
    expectRefusal(await service.request(path, { method }), 404, 'NOT_FOUND');
  });

  it('is not echoed', async () => {
    const { text } = await service.request('/SQUEAMISH?OSSIFRAGE=1');
    expect(text).not.toMatch(/SQUEAMISH|OSSIFRAGE/);
  });

  it('is answered in the shape of GraphQL when it is not even well encoded', async () => {
    expectRefusal(await service.request('/%zz'), 400, 'BAD_REQUEST');
  });
});

describe('a mutation whose caller accepts no JSON', () => {
  it.each([
    ['text/html', '120363041278650402-group'],
    ['image/png', '120363041278650403-group'],
    ['application/json;q=0', '120363041278650404-group'],
  ])('is told its outcome in JSON all the same: %s', async (accept, phone) => {
    const before = simulator.unlinkCalls();
    const variables = { communityId: ESCOLA.id, groupsPhones: [phone] };
    const { status, headers, body } = await service.graphql(UNLINK, variables, { accept });
    expect({ status, type: headers.get('content-type') }).toEqual({ status: 200, type: JSON_TYPE });
    expect(body.data.unlinkGroups.__typename).toBe('UnlinkSuccess');
    expect(simulator.unlinkCalls() - before).toBe(1);
  });

  it.each([
    ['*/*', JSON_TYPE],
    ['application/json', JSON_TYPE],
    ['text/html, application/json;q=0.1', JSON_TYPE],
    ['application/graphql-response+json', 'application/graphql-response+json; charset=utf-8'],
    [
      'application/graphql-response+json, application/json;q=0.9',
      'application/graphql-response+json; charset=utf-8',
    ],
    ['application/json, application/graphql-response+json;q=0.9', JSON_TYPE],
  ])('is told from one that accepts %s', async (accept, type) => {
    const { headers } = await service.graphql('{ __typename }', {}, { accept });
    expect(headers.get('content-type')).toBe(type);
  });
});

describe('the request id', () => {
  const unlinkWith = async (headers: Readonly<Record<string, string>>) => {
    const before = service.logs.length;
    const variables = { communityId: CONDOMINIO.id, groupsPhones: ['120363019502650977-group'] };
    const answer = await service.graphql(UNLINK, variables, headers);
    return { answer, lines: service.logs.slice(before) };
  };
  const distinct = (values: readonly unknown[]) => [...new Set(values)];

  it.each([
    ['a'],
    ['abc.DEF-1_2'],
    ['x'.repeat(64)],
    ['00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'],
  ])(
    'of the caller comes back in the header and in the result, and is in every line of the log: %s',
    async (id) => {
      const { answer, lines } = await unlinkWith({ 'x-request-id': id });
      expect(answer.headers.get('x-request-id')).toBe(id);
      expect(answer.body.data.unlinkGroups.requestId).toBe(id);
      expect(distinct(lines.map(({ msg }) => msg))).toEqual(['z-api exchange', 'operation']);
      expect(distinct(lines.map(({ requestId }) => requestId))).toEqual([id]);
    },
  );

  it.each([
    ['none', {}],
    ['an empty one', { 'x-request-id': '' }],
    ['65 characters', { 'x-request-id': 'x'.repeat(65) }],
    ['a space', { 'x-request-id': 'SQUEAMISH OSSIFRAGE' }],
    ['a comma', { 'x-request-id': 'SQUEAMISH,OSSIFRAGE' }],
    ['a slash', { 'x-request-id': 'SQUEAMISH/OSSIFRAGE' }],
    ['a letter beyond ASCII', { 'x-request-id': 'SQUÉAMISH' }],
  ])('is a fresh UUID where the caller gives %s', async (_, headers) => {
    const first = await unlinkWith(headers);
    const second = await unlinkWith(headers);
    const id = first.answer.headers.get('x-request-id');
    expect(id).toMatch(UUID);
    expect(first.answer.body.data.unlinkGroups.requestId).toBe(id);
    expect(distinct(first.lines.map(({ requestId }) => requestId))).toEqual([id]);
    expect(second.answer.headers.get('x-request-id')).not.toBe(id);
    expect(JSON.stringify(first.lines)).not.toMatch(/xxx|SQU/);
  });

  it('is a fresh UUID where the caller gives two', async () => {
    const { headers } = await service.request('/health/live', {
      headers: [
        ['x-request-id', 'one'],
        ['x-request-id', 'two'],
      ],
    });
    expect(headers.get('x-request-id')).toMatch(UUID);
  });

  it.each([
    ['GET', '/'],
    ['GET', '/graphql'],
    ['GET', '/health/live'],
    ['GET', '/health/ready'],
    ['GET', '/nowhere'],
    ['POST', '/graphql'],
    ['OPTIONS', '/graphql'],
  ])('comes back in the header of every answer: %s %s', async (method, path) => {
    const { headers } = await service.request(path, { method, headers: { 'x-request-id': 'mine' } });
    expect(headers.get('x-request-id')).toBe('mine');
  });

  it('comes back in the header of an answer to a path that is not well encoded', async () => {
    const { headers } = await service.request('/%zz', { headers: { 'x-request-id': 'mine' } });
    expect(headers.get('x-request-id')).toBe('mine');
  });
});

describe('health', () => {
  const opened = closedAfterEach();

  it('says that the process is live', async () => {
    const { status, body } = await service.request('/health/live');
    expect({ status, body }).toEqual({ status: 200, body: { status: 'live' } });
  });

  it('says that the process is ready although Z-API is down', async () => {
    const closed = await startSimulator();
    await closed.close();
    const cutOff = opened(await startTestService({ zApiUrl: closed.url }));
    const { status, body } = await cutOff.request('/health/ready');
    expect({ status, body }).toEqual({ status: 200, body: { status: 'ready' } });
  });

  it('does not ask Z-API', async () => {
    const zApi = opened(await startFaultServer(({ reset }) => reset()));
    const watched = opened(await startTestService({ zApiUrl: zApi.url }));
    await watched.request('/health/live');
    await watched.request('/health/ready');
    expect(zApi.connections()).toBe(0);
    await watched.graphql('{ community(id: "55555") { id } }');
    expect(zApi.connections()).toBeGreaterThan(0);
  });
});

describe('the address', () => {
  it('is of the loopback unless told otherwise', () => {
    expect(new URL(service.url).hostname).toBe('127.0.0.1');
  });
});
