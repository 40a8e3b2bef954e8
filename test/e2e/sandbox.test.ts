import { beforeAll, describe, expect, it } from '@jest/globals';
import { buildClientSchema, getIntrospectionQuery, isUnionType, parse, print } from 'graphql';
import { readSandboxDocument } from '../../src/bootstrap/sandbox-documents.ts';
import { startSimulator } from '../../src/simulator/simulator.ts';
import { CANARY_ACCESS } from '../support/canaries.ts';
import { closedAfterAll } from '../support/resources.ts';
import { startTestService, type TestService } from '../support/service.ts';

/** Where Apollo hosts its Sandbox: a page of the internet that calls this machine. */
const HOSTED = 'https://studio.apollographql.com';

const kept = closedAfterAll();
let service: TestService;
beforeAll(async () => {
  const simulator = kept(await startSimulator({ credentials: CANARY_ACCESS }));
  service = kept(await startTestService({ zApiUrl: simulator.url }));
});

const corsOf = (headers: Headers) =>
  Object.fromEntries([...headers].filter(([name]) => name.startsWith('access-control-')));

/**
 * What a browser asks before the hosted Sandbox may POST. Chromium 156 sends nothing of private networks: it asks its user
 * (measured; test/e2e/web/browser/sandbox.test.ts). Some before 142 announced one, and went on whatever came back (their
 * developers' list, blink-dev, 2023); the second name was to take its place, and may never have been sent (guess). Which
 * headers Sandbox adds to `content-type` is up to its user.
 */
const PREFLIGHTS: readonly (readonly [what: string, headers: Readonly<Record<string, string>>])[] = [
  ['a browser of today', { 'access-control-request-headers': 'content-type' }],
  ['one whose user entered a token', { 'access-control-request-headers': 'authorization,content-type' }],
  ['one whose user entered an API key', { 'access-control-request-headers': 'content-type,x-api-key' }],
  [
    'one that announces a private network',
    {
      'access-control-request-headers': 'content-type',
      'access-control-request-private-network': 'true',
    },
  ],
  [
    'one that announces a local network',
    { 'access-control-request-headers': 'content-type', 'access-control-request-local-network': 'true' },
  ],
];

describe('the preflight of the hosted Sandbox', () => {
  it.each(PREFLIGHTS)('lets it in: %s', async (_, headers) => {
    const { status, headers: answered } = await service.request('/graphql', {
      method: 'OPTIONS',
      headers: { origin: HOSTED, 'access-control-request-method': 'POST', ...headers },
    });
    expect({ status, cors: corsOf(answered) }).toEqual({
      status: 204,
      cors: {
        'access-control-allow-origin': HOSTED,
        'access-control-allow-methods': 'POST',
        'access-control-allow-headers': headers['access-control-request-headers'],
        'access-control-expose-headers': 'x-request-id',
        'access-control-max-age': '600',
      },
    });
  });
});

const ALL_OPTIONS = {
  specifiedByUrl: true,
  directiveIsRepeatable: true,
  schemaDescription: true,
  inputValueDeprecation: true,
  oneOf: true,
};

/**
 * How tools ask for the schema. The embedded Sandbox (@apollo/sandbox 2.7.4, `executeIntrospectionRequest`) sends `query` and
 * `operationName` as Apollo's own page gives them; that this is graphql's query, and with which options, is a guess, so that
 * the least and the most stand here. Rover's is that query too, seven types deep, under a name of its own (its repository,
 * introspect_query.graphql).
 */
const INTROSPECTIONS: readonly {
  readonly who: string;
  readonly query: string;
  readonly operationName?: string;
}[] = [
  { who: 'Sandbox, at the least', query: getIntrospectionQuery(), operationName: 'IntrospectionQuery' },
  {
    who: 'Sandbox, at the most',
    query: getIntrospectionQuery(ALL_OPTIONS),
    operationName: 'IntrospectionQuery',
  },
  {
    who: 'a tool that prints it anew and names no operation',
    query: print(parse(getIntrospectionQuery(ALL_OPTIONS))),
  },
  {
    who: 'Rover',
    query: getIntrospectionQuery({ inputValueDeprecation: true, typeDepth: 7 }).replace(
      'IntrospectionQuery',
      'GraphIntrospectQuery',
    ),
    operationName: 'GraphIntrospectQuery',
  },
];

const send = (body: object, headers: Readonly<Record<string, string>> = {}) =>
  service.request('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });

describe('the schema', () => {
  it.each(INTROSPECTIONS)('is told to $who', async ({ query, operationName }) => {
    const { status, headers, body } = await send({ query, operationName }, { origin: HOSTED });
    expect({ status, errors: body.errors }).toEqual({ status: 200, errors: undefined });
    expect(headers.get('access-control-allow-origin')).toBe(HOSTED);
    const union = buildClientSchema(body.data).getType('UnlinkResult');
    expect(isUnionType(union) && union.getTypes().length).toBe(9);
  });

  it('is told to Rover as a subgraph', async () => {
    const query = 'query SubgraphIntrospectQuery { _service { sdl } }';
    const { body } = await send({ query, operationName: 'SubgraphIntrospectQuery' });
    expect(body.data._service.sdl).toContain('@key(fields: "id")');
  });
});

describe('an operation of the hosted Sandbox', () => {
  it('is run and may be read', async () => {
    const operation = {
      query: readSandboxDocument('simulator'),
      operationName: 'CommunityNotFoundError',
      variables: {},
    };
    const { headers, body } = await send(operation, { origin: HOSTED });
    expect(corsOf(headers)).toEqual({
      'access-control-allow-origin': HOSTED,
      'access-control-expose-headers': 'x-request-id',
    });
    expect(body.data.unlinkGroups.__typename).toBe('CommunityNotFoundError');
  });
});
