import { beforeAll, describe, expect, it } from '@jest/globals';
import { GraphQLError } from 'graphql';
import { ESCOLA } from '../../src/simulator/communities.ts';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import type { Exchange, Transport } from '../../src/z-api/exchange.ts';
import { createTransport } from '../../src/z-api/transport.ts';
import { ZApiDatasource } from '../../src/z-api/z-api.datasource.ts';
import { CANARY_ACCESS, leaksIn } from '../support/canaries.ts';
import { closedAfterAll, closedAfterEach } from '../support/resources.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { startBrokenService } from './broken-service.ts';

const REQUEST_ID = 'masking-test';
const GROUP = '120363041278650401-group';
const SECRET_URL = `https://api.z-api.io/instances/${CANARY_ACCESS.instanceId}/token/${CANARY_ACCESS.instanceToken}/status`;
const DIRTY_TEXT = `SQUEAMISH request to ${SECRET_URL} with ${CANARY_ACCESS.clientToken} for ${ESCOLA.id} and ${GROUP} failed`;

const ask = async (url: string, query: string, variables: Readonly<Record<string, unknown>> = {}) => {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-request-id': REQUEST_ID },
    body: JSON.stringify({ query, variables }),
  });
  const text = await response.text();
  return { status: response.status, text, body: JSON.parse(text) };
};

const READ = `{ community(id: "${ESCOLA.id}") { id name } }`;
const UNLINK = `mutation { unlinkGroups(communityId: "${ESCOLA.id}", groupsPhones: ["${GROUP}"]) {
  __typename
  ... on CommunityError { code retry requestId }
  ... on UnlinkOutcomeUnknownError { groups { phone status } }
} }`;

const MASKED = {
  message: 'Internal server error',
  locations: [{ line: 1, column: 3 }],
  path: ['community'],
  extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: REQUEST_ID },
};

/** A datasource over a transport that throws what no transport should. */
const throwing = (thrown: unknown): ZApiDatasource => {
  const transport: Transport = () => {
    throw thrown;
  };
  return new ZApiDatasource(transport, 1_000);
};

const opened = closedAfterEach();

const startThrowing = async (thrown: unknown) => {
  const lines: string[] = [];
  const zApi = throwing(thrown);
  const { url } = opened(await startBrokenService({ zApi, write: (line) => lines.push(line) }));
  return { url, lines, logs: () => lines.map((line): Record<string, unknown> => JSON.parse(line)) };
};

const withCause = new TypeError(DIRTY_TEXT, { cause: new Error(DIRTY_TEXT) });
const withCode = Object.assign(new Error(DIRTY_TEXT), { code: 'ECONNRESET', url: SECRET_URL });
const deceptive = new GraphQLError(DIRTY_TEXT, {
  extensions: { code: 'BAD_USER_INPUT', secret: CANARY_ACCESS.clientToken },
});
class HostileError extends Error {
  override get message(): string {
    return DIRTY_TEXT;
  }
  override get stack(): string {
    return DIRTY_TEXT;
  }
}

const THROWN: readonly (readonly [name: string, thrown: unknown])[] = [
  ['an error that quotes secrets', new Error(DIRTY_TEXT)],
  ['an error with a cause', withCause],
  ['an error with a code and a URL', withCode],
  ['an error of GraphQL with a code of its own', deceptive],
  ['an error that computes its texts', new HostileError()],
  ['a text', DIRTY_TEXT],
  ['an object', { message: DIRTY_TEXT, url: SECRET_URL }],
  ['null', null],
  ['undefined', undefined],
];

describe('an unexpected exception in a query', () => {
  it.each(THROWN)('is masked, with the request id to ask about: %s', async (_, thrown) => {
    const { url } = await startThrowing(thrown);
    const { status, text, body } = await ask(url, READ);
    expect({ status, body }).toEqual({ status: 200, body: { data: { community: null }, errors: [MASKED] } });
    expect(leaksIn(text, { identifiers: true })).toEqual([]);
    expect(text).not.toContain('SQUEAMISH');
  });

  it.each(THROWN)('is logged once as an error of this request, scrubbed: %s', async (_, thrown) => {
    const { url, lines, logs } = await startThrowing(thrown);
    await ask(url, READ);
    expect(logs().filter(({ level }) => level === 'error')).toEqual([
      expect.objectContaining({ msg: 'unexpected error', requestId: REQUEST_ID, err: expect.any(Object) }),
    ]);
    expect(logs().at(-1)).toMatchObject({ msg: 'operation', errors: ['INTERNAL_SERVER_ERROR'] });
    expect(leaksIn(lines.join('\n'), { identifiers: true })).toEqual([]);
  });

  it('is logged with where it came from and what it said', async () => {
    const { url, logs } = await startThrowing(withCause);
    await ask(url, READ);
    expect(logs().find(({ level }) => level === 'error')?.err).toMatchObject({
      message: expect.stringMatching(/^SQUEAMISH request to \[url\] with \[secret\] for \[number\]/),
      stack: expect.stringMatching(/^TypeError: SQUEAMISH .*\n +at .*masking\.test\.ts/s),
      cause: { type: 'Error', message: expect.stringContaining('SQUEAMISH') },
    });
  });

  it('is logged with its type', async () => {
    const { url, logs } = await startThrowing(withCause);
    await ask(url, READ);
    expect(logs().find(({ level }) => level === 'error')?.err).toMatchObject({ type: 'TypeError' });
  });

  it('leaves the other fields their answers', async () => {
    const { url } = await startThrowing(new Error(DIRTY_TEXT));
    const { body } = await ask(url, `{ __typename community(id: "${ESCOLA.id}") { id } }`);
    expect(body.data).toEqual({ __typename: 'Query', community: null });
  });

  it('is masked in a field that is read lazily', async () => {
    const { url } = await startThrowing(new Error(DIRTY_TEXT));
    const { text, body } = await ask(
      url,
      `{ _entities(representations: [{ __typename: "Community", id: "${ESCOLA.id}" }]) { ... on Community { id name } } }`,
    );
    expect(body.data).toEqual({ _entities: [{ id: ESCOLA.id, name: null }] });
    expect(body.errors).toEqual([
      expect.objectContaining({ message: 'Internal server error', path: ['_entities', 0, 'name'] }),
    ]);
    expect(text).not.toContain('SQUEAMISH');
  });
});

describe('an unexpected exception in the mutation', () => {
  it.each(THROWN)('leaves the outcome unknown, which the answer says: %s', async (_, thrown) => {
    const { url, lines, logs } = await startThrowing(thrown);
    const { status, text, body } = await ask(url, UNLINK);
    expect({ status, body }).toEqual({
      status: 200,
      body: {
        data: {
          unlinkGroups: {
            __typename: 'UnlinkOutcomeUnknownError',
            code: 'OUTCOME_UNKNOWN',
            retry: 'CHECK_FIRST',
            requestId: REQUEST_ID,
            groups: [{ phone: GROUP, status: 'UNKNOWN' }],
          },
        },
      },
    });
    expect(text).not.toContain('SQUEAMISH');
    expect(
      logs().filter(({ level, requestId }) => level === 'error' && requestId === REQUEST_ID),
    ).toHaveLength(1);
    expect(leaksIn(lines.join('\n'), { identifiers: true })).toEqual([]);
  });

  it('never claims success of an answer that cannot be understood', async () => {
    const strange = { kind: 'answered', answer: { status: 200, body: 7 }, fault: undefined };
    const zApi = new ZApiDatasource(async () => strange as unknown as Exchange, 1_000);
    const { url } = opened(await startBrokenService({ zApi, write: () => {} }));
    const { body } = await ask(url, UNLINK);
    expect(body.data.unlinkGroups.__typename).toBe('UnlinkOutcomeUnknownError');
  });
});

describe('a log that cannot be written', () => {
  it('changes nothing of what the caller is told', async () => {
    const simulator = opened(await startSimulator({ credentials: CANARY_ACCESS }));
    const transport = createTransport({ baseUrl: simulator.url, ...CANARY_ACCESS });
    const { url } = opened(
      await startBrokenService({
        zApi: new ZApiDatasource(transport, 1_000),
        write: () => {
          throw new Error('no space left on device');
        },
      }),
    );
    const { body } = await ask(url, UNLINK);
    expect(body).toEqual({ data: { unlinkGroups: { __typename: 'UnlinkSuccess' } } });
  });
});

describe('an error of the request itself', () => {
  let simulator: Simulator;
  let service: TestService;
  const kept = closedAfterAll();
  beforeAll(async () => {
    simulator = kept(await startSimulator({ credentials: CANARY_ACCESS }));
    service = kept(await startTestService({ zApiUrl: simulator.url }));
  });

  /** Refused for what the document or its variables hold, without a word of it in the answer or the log. */
  const expectNoEcho = async (
    code: string,
    query: string,
    variables: Readonly<Record<string, unknown>> = {},
  ) => {
    const before = service.logs.length;
    const { status, text, body } = await service.graphql(query, variables);
    const messages = body.errors.map(({ message }: { message: string }) => message);
    expect({ status, data: body.data }).toEqual({ status: 400, data: undefined });
    expect(body.errors[0].extensions.code).toBe(code);
    expect(text).not.toMatch(/SQUEAMISH|OSSIFRAGE/);
    expect(messages.join('\n')).not.toMatch(/did you mean|apollo|graphql-js/i);
    expect(JSON.stringify(service.logs.slice(before))).not.toMatch(/SQUEAMISH|OSSIFRAGE/);
    return messages;
  };

  it.each([
    ['a text for an Int', 'query ($v: Int!) { communities(page: $v) { page } }', 'SQUEAMISH'],
    ['an object for an ID', 'query ($v: ID!) { community(id: $v) { id } }', { SQUEAMISH: 'OSSIFRAGE' }],
    ['a list for an ID', 'query ($v: ID!) { community(id: $v) { id } }', ['SQUEAMISH']],
    [
      'an element of a list',
      'query ($v: [String!]!) { unlinkPreview(communityId: "55555", groupsPhones: $v) { __typename } }',
      ['120363041278650401-group', { SQUEAMISH: 'OSSIFRAGE' }],
    ],
    ['a text for a Boolean', 'query ($v: Boolean!) { __typename @include(if: $v) }', 'SQUEAMISH'],
  ])('does not echo a variable: %s', async (_, query, v) => {
    expect(await expectNoEcho('BAD_USER_INPUT', query, { v })).toEqual([
      'A variable does not fit its declared type.',
    ]);
  });

  it.each([
    ['a text for an Int', '{ communities(page: "SQUEAMISH") { page } }'],
    ['a name for an ID', '{ community(id: SQUEAMISH) { id } }'],
    ['an object for an ID', '{ community(id: { SQUEAMISH: "OSSIFRAGE" }) { id } }'],
    ['a list for an ID', '{ community(id: ["SQUEAMISH", "OSSIFRAGE"]) { id } }'],
    [
      'an element of a list',
      '{ unlinkPreview(communityId: "55555", groupsPhones: ["a", SQUEAMISH]) { __typename } }',
    ],
    ['a text for a Boolean', '{ __typename @include(if: "SQUEAMISH") }'],
    ['the default of a variable', 'query ($v: Int = "SQUEAMISH") { communities(page: $v) { page } }'],
  ])('does not echo a literal: %s', async (_, query) => {
    expect(await expectNoEcho('GRAPHQL_VALIDATION_FAILED', query)).toContain(
      'A literal in the document does not fit the type asked for.',
    );
  });

  it.each([
    ['an open text', '{ community(id: "SQUEAMISH'],
    ['an open block text', '{ community(id: """SQUEAMISH'],
    ['an open brace', '{ community(id: "SQUEAMISH") { OSSIFRAGE '],
    ['a name out of place', '{ community(id: "SQUEAMISH") OSSIFRAGE { id } } OSSIFRAGE'],
    ['a broken escape', '{ community(id: "\\uSQUEAMISH") { id } }'],
    ['a broken number', '{ community(id: 7SQUEAMISH) { id } }'],
    ['no document at all', 'SQUEAMISH OSSIFRAGE'],
  ])('does not echo a document with a syntax error: %s', async (_, query) => {
    expect(await expectNoEcho('GRAPHQL_PARSE_FAILED', query)).toEqual(['The document has a syntax error.']);
  });

  it.each([
    ['a field', '{ communit(id: "SQUEAMISH") { id } }', 'communit'],
    ['a field of a type', '{ community(id: "SQUEAMISH") { nam } }', 'nam'],
    ['an argument', '{ community(idd: "SQUEAMISH") { id } }', 'idd'],
    ['a type', 'query ($v: Communit) { community(id: "SQUEAMISH") { id } }', 'Communit'],
    ['a fragment', '{ community(id: "SQUEAMISH") { ...Group } }', 'Group'],
    ['a directive', '{ community(id: "SQUEAMISH") @skp { id } }', 'skp'],
    ['a variable', '{ community(id: $unknown) { id } }', '$unknown'],
    ['a variable of another type', 'query ($v: Int = 7) { community(id: $v) { id } }', '$v'],
  ])('names what is wrong, suggests nothing and echoes no value: %s', async (_, query, name) => {
    const [first] = await expectNoEcho('GRAPHQL_VALIDATION_FAILED', query);
    expect(first).toContain(name);
  });

  const expectNoInternalError = async (query: string, variables: Readonly<Record<string, unknown>> = {}) => {
    const before = service.logs.length;
    const { body, text } = await service.graphql(query, variables);
    expect(body.errors[0].extensions.code).not.toBe('INTERNAL_SERVER_ERROR');
    expect(service.logs.slice(before).filter(({ level }) => level === 'error')).toEqual([]);
    expect(text).not.toContain('SQUEAMISH');
  };

  it.each([
    ['of an unknown type', { __typename: 'SQUEAMISH', id: '55555' }],
    ['of a type that is no entity', { __typename: 'CommunityGroup', id: '55555' }],
    ['without a type', { id: '55555' }],
    ['no object', 'SQUEAMISH'],
  ])('is told from an internal error when a representation is %s', async (_, representation) => {
    const query = 'query ($r: [_Any!]!) { _entities(representations: $r) { __typename } }';
    await expectNoInternalError(query, { r: [representation] });
  });

  it('is told from an internal error when the operation is a subscription', async () => {
    await expectNoInternalError('subscription { anything }');
  });
});
