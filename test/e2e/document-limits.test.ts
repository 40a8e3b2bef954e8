import { beforeAll, describe, expect, it } from '@jest/globals';
import { getIntrospectionQuery } from 'graphql';
import { ESCOLA } from '../../src/simulator/communities.ts';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { CANARY_ACCESS } from '../support/canaries.ts';
import { closedAfterAll } from '../support/resources.ts';
import { startTestService, type TestService } from '../support/service.ts';

const kept = closedAfterAll();
let simulator: Simulator;
let service: TestService;
beforeAll(async () => {
  simulator = kept(await startSimulator({ credentials: CANARY_ACCESS }));
  service = kept(await startTestService({ zApiUrl: simulator.url }));
});

const times = (count: number, make: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => make(index)).join(' ');

const expectAccepted = async (query: string) => {
  const { status, body } = await service.graphql(query);
  expect({ status, errors: body.errors }).toEqual({ status: 200, errors: undefined });
};

/** Refused for the limit alone, with nothing sent. */
const expectRefused = async (query: string, message: RegExp, code = 'GRAPHQL_VALIDATION_FAILED') => {
  const before = simulator.unlinkCalls();
  const { status, body } = await service.graphql(query);
  expect({ status, data: body.data }).toEqual({ status: 400, data: undefined });
  expect(body.errors).toContainEqual({
    message: expect.stringMatching(message),
    ...(code === 'GRAPHQL_PARSE_FAILED' && { locations: expect.anything() }),
    extensions: { code, requestId: expect.any(String) },
  });
  expect(simulator.unlinkCalls()).toBe(before);
};

const unlink = (group: number) =>
  `unlinkGroups(communityId: "${ESCOLA.id}", groupsPhones: ["12036304127865040${group}-group"]) { __typename }`;

describe('tokens', () => {
  it('of an operation that is not run count too', async () => {
    const others = times(200, (index) => `query Q${index} { a }`);
    await expectRefused(`query Run { __typename } ${others}`, /at most 1000 tokens/, 'GRAPHQL_PARSE_FAILED');
  });

  it('are counted to the one', async () => {
    const list = (count: number) =>
      `{ unlinkPreview(communityId: "55555", groupsPhones: [${times(count, () => '"1"')}]) { __typename } }`;
    // The rest of the document holds 15.
    expect((await service.graphql(list(985))).body.data.unlinkPreview.__typename).toBe('CommunityInputError');
    await expectRefused(list(986), /at most 1000 tokens/, 'GRAPHQL_PARSE_FAILED');
  });
});

describe('fields', () => {
  it.each<readonly [string, (count: number) => string]>([
    ['written out', (count) => `{ ${times(count, () => '__typename')} }`],
    ['in inline fragments', (count) => `{ ${times(count, () => '... { __typename }')} }`],
    [
      'of a fragment, wherever it is used',
      (count) =>
        `{ ${times(count / 10, () => '...F')} } fragment F on Query { ${times(10, () => '__typename')} }`,
    ],
  ])('are 100 at most: %s', async (_, document) => {
    await expectAccepted(document(100));
    await expectRefused(document(110), /at most 100/);
  });

  it('are 100 at most where fragments multiply without end', async () => {
    const doubling = times(
      40,
      (index) =>
        `fragment F${index} on Query { ${index < 39 ? `...F${index + 1} ...F${index + 1}` : '__typename'} }`,
    );
    await expectRefused(`{ ...F0 } ${doubling}`, /at most 100/);
  });
});

describe('aliases', () => {
  it.each<readonly [string, (count: number) => string]>([
    ['of __typename', (count) => `{ ${times(count, (index) => `a${index}: __typename`)} }`],
    [
      'of communities',
      (count) =>
        `{ ${times(count, (index) => `a${index}: unlinkPreview(communityId: "x", groupsPhones: []) { __typename }`)} }`,
    ],
    [
      'in fragments',
      (count) =>
        `{ ...F ...G } fragment F on Query { ${times(count - 1, (index) => `a${index}: __typename`)} } fragment G on Query { b: __typename }`,
    ],
    [
      'of the schema',
      (count) => `{ ${times(count, (index) => `a${index}: __schema { queryType { name } }`)} }`,
    ],
  ])('are 30 at most: %s', async (_, document) => {
    await expectAccepted(document(30));
    await expectRefused(document(31), /at most 30/);
  });
});

describe('directives', () => {
  it.each<readonly [string, (count: number) => string]>([
    ['on fields', (count) => `{ ${times(count, () => '__typename @skip(if: false)')} }`],
    ['on inline fragments', (count) => `{ ${times(count, () => '... @skip(if: false) { __typename }')} }`],
    [
      'on a fragment, wherever it is used',
      (count) => `{ ${times(count, () => '...F @skip(if: false)')} } fragment F on Query { __typename }`,
    ],
  ])('are 10 at most: %s', async (_, document) => {
    await expectAccepted(document(10));
    await expectRefused(document(11), /at most 10\./);
  });

  it('are 10 at most on one field, of one kind or unknown', async () => {
    await expectRefused(`{ __typename ${times(11, () => '@skip(if: false)')} }`, /at most 10\./);
    await expectRefused(`{ __typename ${times(11, () => '@aa')} }`, /at most 10\./);
  });
});

describe('depth', () => {
  const nested = (depth: number) => `{ ${times(depth, () => 'a {')} b ${times(depth, () => '}')} }`;

  it('is 8 at most, whether the fields are known or not', async () => {
    await expectRefused(nested(8), /at most 8 levels/);
    const { body } = await service.graphql(nested(7));
    expect(JSON.stringify(body.errors)).not.toContain('levels');
  });

  it('is counted through fragments', async () => {
    const chain = times(5, (index) => `fragment F${index} on Query { a { b { ...F${index + 1} } } }`);
    await expectRefused(`{ ...F0 } ${chain} fragment F5 on Query { c }`, /at most 8 levels/);
  });
});

describe('fragments that lead back to themselves', () => {
  const COUNT = 74;
  const spreads = (index: number) => `...F${(index + 1) % COUNT} ...F${(index * 5 + 2) % COUNT}`;
  const web = times(COUNT, (index) => `fragment F${index} on Query { x { ${spreads(index)} } }`);

  it.each([
    ['of one', '{ ...F } fragment F on Query { __typename ...F }'],
    ['of two', '{ ...F } fragment F on Query { ...G } fragment G on Query { ...F }'],
    ['of many, which overflow the stack of graphql itself', `{ ...F0 } ${web}`],
    ['used by none', `{ __typename } ${web}`],
  ])('are refused: %s', async (_, query) => {
    await expectRefused(query, /A fragment leads back to itself/);
  });
});

describe('unlinkGroups', () => {
  it.each([
    ['twice by aliases', `mutation { a: ${unlink(1)} b: ${unlink(2)} }`],
    ['twice under one name', `mutation { ${unlink(1)} ${unlink(1)} }`],
    [
      'once and in a fragment',
      `mutation { a: ${unlink(1)} ...F } fragment F on Mutation { b: ${unlink(2)} }`,
    ],
    ['in a fragment used twice', `mutation { ...F ...F } fragment F on Mutation { a: ${unlink(1)} }`],
    ['in an inline fragment', `mutation { a: ${unlink(1)} ... { b: ${unlink(2)} } }`],
    [
      'where one is left out by a directive',
      `mutation { a: ${unlink(1)} ... @skip(if: true) { b: ${unlink(2)} } }`,
    ],
  ])('is asked for once in an operation: not %s', async (_, query) => {
    await expectRefused(query, /more than one unlinkGroups/);
  });

  it('may be in each operation of a document, of which one is run', async () => {
    const before = simulator.unlinkCalls();
    const { body } = await service.request('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        query: `mutation A { ${unlink(1)} } mutation B { ${unlink(2)} }`,
        operationName: 'B',
      }),
    });
    expect(body).toEqual({ data: { unlinkGroups: { __typename: 'UnlinkSuccess' } } });
    expect(simulator.unlinkCalls() - before).toBe(1);
  });
});

describe('the errors of a document', () => {
  it('are 5 at most', async () => {
    const { body } = await service.graphql(`{ ${times(60, (index) => `wrong${index}`)} }`);
    expect(body.errors).toHaveLength(5);
  });

  it('of fields that ran are all told', async () => {
    const broken = kept(await startTestService({ zApiUrl: 'http://127.0.0.1:1' }));
    const fields = times(8, (index) => `a${index}: community(id: "1000${index}") { id }`);
    const { body } = await broken.graphql(`{ ${fields} }`);
    expect(Object.values(body.data)).toEqual(Array(8).fill(null));
    expect(body.errors).toHaveLength(8);
  });
});

describe('the introspection of tools', () => {
  it.each([
    ['the usual', getIntrospectionQuery()],
    [
      'all there is to ask',
      getIntrospectionQuery({
        descriptions: true,
        specifiedByUrl: true,
        directiveIsRepeatable: true,
        schemaDescription: true,
        inputValueDeprecation: true,
        oneOf: true,
      }),
    ],
  ])('passes: %s', async (_, query) => {
    const { status, body } = await service.graphql(query);
    expect({ status, errors: body.errors }).toEqual({ status: 200, errors: undefined });
    expect(body.data.__schema.types.length).toBeGreaterThan(20);
  });

  it.each<readonly [string, (count: number) => string]>([
    ['written out', (count) => `{ __schema { ${times(count, (index) => `a${index}: types { name }`)} } }`],
    [
      'of nested fragments, which multiply',
      (count) =>
        `{ __schema { ...A } } fragment A on __Schema { ${times(5, (index) => `a${index}: types { ...B }`)} }
        fragment B on __Type { ${times(count / 5 - 1, (index) => `b${index}: fields { name }`)} }`,
    ],
    ['of one type', (count) => `{ __type(name: "Query") { ${times(count, (index) => `a${index}: name`)} } }`],
  ])('holds 30 aliases at most, so that its lists do not multiply: %s', async (_, document) => {
    await expectAccepted(document(30));
    await expectRefused(document(35), /at most 30/);
  });

  it('is refused at once where a few bytes would ask for more than memory holds', async () => {
    const fields = times(60, (index) => `c${index}: name`);
    const query = `{ __schema { ...A } } fragment A on __Schema { ${times(50, (index) => `a${index}: types { ...B }`)} }
      fragment B on __Type { ${times(50, (index) => `b${index}: fields { ...C }`)} } fragment C on __Field { ${fields} }`;
    await expectRefused(query, /at most 30/);
  });

  it('is held to the depth that graphql itself allows', async () => {
    const circular =
      '{ __schema { types { fields { type { fields { type { fields { type { fields { name } } } } } } } } } }';
    const { status, body } = await service.graphql(circular);
    expect({ status, code: body.errors[0].extensions.code }).toEqual({
      status: 400,
      code: 'GRAPHQL_VALIDATION_FAILED',
    });
  });
});
