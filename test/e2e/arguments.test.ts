import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { UnlinkGroupsDocument } from '../../src/client/index.ts';
import { leaksIn } from '../support/canaries.ts';
import { type FaultServer, respond, startFaultServer } from '../support/fault-server.ts';
import { closedAfterAll } from '../support/resources.ts';
import { startTestService, type TestAnswer, type TestService } from '../support/service.ts';

const COMMUNITY = '98372465382764532938';
const GROUP = '1345353454354354-group';
const OLD_GROUP = '5511888888888-1623281430';

const UNLINK = `mutation ($communityId: ID!, $groupsPhones: [String!]!) {
  unlinkGroups(communityId: $communityId, groupsPhones: $groupsPhones) {
    __typename
    ... on CommunityError { message code retry requestId }
    ... on CommunityInputError { issues { path rule message } }
  }
}`;

/** Fixed, so that no broken value can be found in an answer by the chance of a random id. */
const REQUEST_ID = 'arguments-test';

let zApi: FaultServer;
let service: TestService;
const kept = closedAfterAll();
beforeAll(async () => {
  zApi = kept(
    await startFaultServer(async ({ request, send }) => {
      await request();
      send(respond('200 OK', { 'content-type': 'application/json' }, '{"success":true}'));
    }),
  );
  service = kept(await startTestService({ zApiUrl: zApi.url }));
});

let connectionsBefore = 0;
beforeEach(() => {
  connectionsBefore = zApi.connections();
});
const connectionsMade = () => zApi.connections() - connectionsBefore;

/** A request whose variables are JSON text, so that a number arrives as it is written here. */
const post = (query: string, variables: string) => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', 'x-request-id': REQUEST_ID },
  body: `{"query":${JSON.stringify(query)},"variables":${variables}}`,
});

const send = (query: string, variables: string): Promise<TestAnswer> =>
  service.request('/graphql', post(query, variables));

const unlink = (communityId: unknown, groupsPhones: unknown): Promise<TestAnswer> =>
  send(UNLINK, JSON.stringify({ communityId, groupsPhones }));

/** What reached Z-API last. */
const lastBody = () => JSON.parse(zApi.requests.at(-1)?.toString('utf8').split('\r\n\r\n')[1] ?? 'null');

const expectInputError = ({ status, body }: TestAnswer, issues: readonly (readonly [string[], string])[]) => {
  expect(status).toBe(200);
  expect(body).toEqual({
    data: {
      unlinkGroups: {
        __typename: 'CommunityInputError',
        message: 'Some of the values are not valid. Nothing was changed. Correct them and try again.',
        code: 'INVALID_INPUT',
        retry: 'FIX_INPUT',
        requestId: REQUEST_ID,
        issues: issues.map(([path, rule]) => ({ path, rule, message: expect.stringMatching(/^\S.*\.$/) })),
      },
    },
  });
  expect(connectionsMade()).toBe(0);
};

/** As it would stand in a JSON answer. */
const inJson = (value: string): string => JSON.stringify(value).slice(1, -1);

const groups = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `${7_000_000_000 + index}-group`);

describe('communityId', () => {
  it.each([
    ['four digits', '7418'],
    ['33 digits', '741852963074185296307418529630741'],
    ['a letter among the digits', '74185a29630'],
    ['a leading space', ' 74185296307'],
    ['a trailing space', '74185296307 '],
    ['a trailing newline', '74185296307\n'],
    ['a newline in the middle', '74185\n29630'],
    ['two lines of digits', '74185296307\n74185296307'],
    ['fullwidth digits', '７４１８５２９６３０７'],
    ['Arabic-Indic digits', '٧٤١٨٥٢٩٦٣٠٧'],
    ['a sign', '-74185296307'],
    ['a fraction', '74185296307.0'],
    ['an exponent', '7418e5296307'],
    ['hexadecimal digits', '0x7418529630'],
    ['the id of a group', '74185296307-group'],
    ['a path', '../74185296307'],
    ['an escaped path', '74185296307%2f..'],
    ['a NUL', '74185296307\u0000'],
    ['words', 'SQUEAMISH OSSIFRAGE'],
  ])('is refused, and not echoed, with %s', async (_, value) => {
    const answer = await unlink(value, [GROUP]);
    expectInputError(answer, [[['communityId'], 'format']]);
    expect(answer.text).not.toContain(inJson(value));
    expect(answer.text).not.toContain('7418');
  });

  it('is refused when it is empty', async () => {
    expectInputError(await unlink('', [GROUP]), [[['communityId'], 'format']]);
  });

  it.each([['74185'], ['00000'], ['74185296307418529630741852963074']])(
    'reaches Z-API as it was sent: %s',
    async (value) => {
      const { body } = await unlink(value, [GROUP]);
      expect(body.data.unlinkGroups.__typename).toBe('UnlinkSuccess');
      expect(lastBody()).toEqual({ communityId: value, groupsPhones: [GROUP] });
      expect(connectionsMade()).toBe(1);
    },
  );
});

describe('groupsPhones', () => {
  it.each([
    ['nine digits', '741852963-group'],
    ['33 digits', '741852963074185296307418529630741-group'],
    ['no suffix', '74185296307418'],
    ['another suffix', '74185296307418-groups'],
    ['a suffix in capitals', '74185296307418-GROUP'],
    ['a leading space', ' 74185296307418-group'],
    ['a trailing space', '74185296307418-group '],
    ['a trailing newline', '74185296307418-group\n'],
    ['two lines', '74185296307418-group\n74185296307418-group'],
    ['fullwidth digits', '７４１８５２９６３０７４１８-group'],
    ['Arabic-Indic digits', '٧٤١٨٥٢٩٦٣٠٧٤١٨-group'],
    ['the address WhatsApp knows it by', '74185296307418@g.us'],
    ['an older id with a phone of seven digits', '7418529-7418529630'],
    ['an older id with a phone of sixteen digits', '7418529630741852-7418529630'],
    ['an older id with a time of seven digits', '7418529630741-7418529'],
    ['an older id with a time of thirteen digits', '7418529630741-7418529630741'],
    ['an older id with the suffix', '7418529630741-7418529630-group'],
    ['an older id with a trailing newline', '7418529630741-7418529630\n'],
    ['a sign', '+74185296307418-group'],
    ['a NUL', '74185296307418-group\u0000'],
    ['words', 'SQUEAMISH OSSIFRAGE'],
  ])('is refused at the very element, which is not echoed, with %s', async (_, value) => {
    const answer = await unlink(COMMUNITY, [GROUP, OLD_GROUP, value]);
    expectInputError(answer, [[['groupsPhones', '2'], 'format']]);
    expect(answer.text).not.toContain(inJson(value));
    expect(answer.text).not.toContain('7418');
  });

  it('is refused when an element is empty', async () => {
    expectInputError(await unlink(COMMUNITY, ['', GROUP]), [[['groupsPhones', '0'], 'format']]);
  });

  it.each([
    ['7418529630-group'],
    ['74185296307418529630741852963074-group'],
    ['74185296-74185296'],
    ['741852963074185-741852963074'],
    [OLD_GROUP],
  ])('reaches Z-API as it was sent: %s', async (value) => {
    const { body } = await unlink(COMMUNITY, [value]);
    expect(body.data.unlinkGroups.__typename).toBe('UnlinkSuccess');
    expect(lastBody()).toEqual({ communityId: COMMUNITY, groupsPhones: [value] });
  });

  it('names every broken element by its own index, whatever repeats', async () => {
    const answer = await unlink(COMMUNITY, ['bad', GROUP, 'bad', GROUP, 'worse']);
    expectInputError(answer, [
      [['groupsPhones', '0'], 'format'],
      [['groupsPhones', '2'], 'format'],
      [['groupsPhones', '4'], 'format'],
    ]);
  });

  it('is refused when it is empty', async () => {
    expectInputError(await unlink(COMMUNITY, []), [[['groupsPhones'], 'minItems']]);
  });

  it('is refused with 51 different groups', async () => {
    expectInputError(await unlink(COMMUNITY, groups(51)), [[['groupsPhones'], 'maxItems']]);
  });

  it('may hold 60 groups of which 50 are different, and sends those in their first place', async () => {
    const different = groups(50);
    const { body } = await unlink(COMMUNITY, [...different, ...different.slice(0, 10)]);
    expect(body.data.unlinkGroups.__typename).toBe('UnlinkSuccess');
    expect(lastBody().groupsPhones).toEqual(different);
  });

  it('may be a single text, which counts as a list of one', async () => {
    const { body } = await unlink(COMMUNITY, GROUP);
    expect(body.data.unlinkGroups.__typename).toBe('UnlinkSuccess');
    expect(lastBody().groupsPhones).toEqual([GROUP]);
  });

  it('lists the first 20 issues and no more', async () => {
    const answer = await unlink(
      COMMUNITY,
      groups(30).map((phone, index) => (index < 5 ? phone : `${phone}s`)),
    );
    expectInputError(
      answer,
      Array.from({ length: 20 }, (_, index) => [['groupsPhones', String(index + 5)], 'format'] as const),
    );
  });

  it('lists no more than 20 issues although it is too long as well', async () => {
    const { body } = await unlink(
      COMMUNITY,
      groups(51).map((phone) => `${phone}s`),
    );
    expect(body.data.unlinkGroups.issues).toHaveLength(20);
    expect(connectionsMade()).toBe(0);
  });
});

describe('both arguments of unlinkGroups', () => {
  it('are told of at once', async () => {
    expectInputError(await unlink('one', [GROUP, 'two']), [
      [['communityId'], 'format'],
      [['groupsPhones', '1'], 'format'],
    ]);
  });

  it('are told of at once when the list is empty', async () => {
    expectInputError(await unlink('one', []), [
      [['communityId'], 'format'],
      [['groupsPhones'], 'minItems'],
    ]);
  });

  it('are both told of however many groups are broken', async () => {
    const { body } = await unlink(
      'one',
      groups(40).map((phone) => `${phone}s`),
    );
    const { issues } = body.data.unlinkGroups;
    expect(issues).toHaveLength(20);
    expect(issues[0]).toMatchObject({ path: ['communityId'], rule: 'format' });
    expect(issues[1]).toMatchObject({ path: ['groupsPhones', '0'], rule: 'format' });
  });

  it('are told of when they stand in the document itself', async () => {
    const answer = await send(
      `mutation { unlinkGroups(communityId: "SQUEAMISH", groupsPhones: ["OSSIFRAGE"]) {
        __typename
        ... on CommunityError { message code retry requestId }
        ... on CommunityInputError { issues { path rule message } }
      } }`,
      '{}',
    );
    expectInputError(answer, [
      [['communityId'], 'format'],
      [['groupsPhones', '0'], 'format'],
    ]);
    expect(answer.text).not.toMatch(/SQUEAMISH|OSSIFRAGE/);
  });

  it('are logged as refused by type and code, and by no value', async () => {
    await unlink('SQUEAMISH', ['OSSIFRAGE']);
    expect(service.logs.at(-1)).toMatchObject({
      msg: 'operation',
      requestId: REQUEST_ID,
      results: [{ type: 'CommunityInputError', code: 'INVALID_INPUT' }],
    });
    expect(JSON.stringify(service.logs)).not.toMatch(/SQUEAMISH|OSSIFRAGE/);
  });

  it('are held to the same rules by unlinkPreview', async () => {
    const { body } = await send(
      UNLINK.replace('mutation', 'query').replace('unlinkGroups', 'unlinkPreview'),
      JSON.stringify({ communityId: 'one', groupsPhones: [GROUP, 'two'] }),
    );
    expect(body.data.unlinkPreview).toMatchObject({
      __typename: 'CommunityInputError',
      code: 'INVALID_INPUT',
      issues: [{ path: ['communityId'] }, { path: ['groupsPhones', '1'] }],
    });
  });
});

describe('the arguments of the queries', () => {
  const expectInvalid = (
    { status, body }: TestAnswer,
    field: string,
    issues: readonly (readonly [path: string, rule: string])[],
  ) => {
    expect(status).toBe(200);
    expect(body).toEqual({
      data: { [field]: null },
      errors: [
        {
          message: 'Some of the values are not valid. Nothing was changed. Correct them and try again.',
          locations: [{ line: 1, column: expect.any(Number) }],
          path: [field],
          extensions: {
            code: 'INVALID_INPUT',
            requestId: REQUEST_ID,
            issues: issues.map(([path, rule]) => ({
              path: [path],
              rule,
              message: expect.stringMatching(/^\S.*\.$/),
            })),
          },
        },
      ],
    });
    expect(connectionsMade()).toBe(0);
  };

  it.each([
    ['7418'],
    ['74185296307\n'],
    ['７４１８５２９６３０７'],
    ['../status'],
    ['SQUEAMISH OSSIFRAGE'],
    [''],
  ])('refuse %j as the id of a community', async (id) => {
    const answer = await send('query ($id: ID!) { community(id: $id) { id } }', JSON.stringify({ id }));
    expectInvalid(answer, 'community', [['id', 'format']]);
    expect(answer.text).not.toMatch(/7418|status|SQUEAMISH|７４/);
  });

  it.each([
    ['page: 0', [['page', 'min']]],
    ['page: -2147483648', [['page', 'min']]],
    ['pageSize: 0', [['pageSize', 'min']]],
    ['pageSize: -1', [['pageSize', 'min']]],
    ['pageSize: 101', [['pageSize', 'max']]],
    ['pageSize: 2147483647', [['pageSize', 'max']]],
    [
      'page: 0, pageSize: 101',
      [
        ['page', 'min'],
        ['pageSize', 'max'],
      ],
    ],
  ] as const)('refuse communities(%s)', async (given, issues) => {
    expectInvalid(await send(`{ communities(${given}) { page } }`, '{}'), 'communities', issues);
  });

  it.each([
    ['(page: 1, pageSize: 1)', 'page=1&pageSize=1'],
    ['(page: 2147483647, pageSize: 100)', 'page=2147483647&pageSize=100'],
    ['', 'page=1&pageSize=20'],
  ])('accept communities%s and ask Z-API for %s', async (given, query) => {
    await send(`{ communities${given} { page } }`, '{}');
    expect(connectionsMade()).toBe(1);
    expect(zApi.requests.at(-1)?.toString('utf8')).toMatch(/^GET \S+ HTTP/);
    expect(zApi.requests.at(-1)?.toString('utf8').split(' ')[1]?.split('/communities?')[1]).toBe(query);
  });
});

describe('variables of the wrong type', () => {
  it.each([
    ['an id that is a fraction', '{"communityId":74185.5,"groupsPhones":["a"]}'],
    ['an id that is a boolean', '{"communityId":true,"groupsPhones":["a"]}'],
    ['an id that is null', '{"communityId":null,"groupsPhones":["a"]}'],
    ['an id that is a list', '{"communityId":["SQUEAMISH"],"groupsPhones":["a"]}'],
    ['an id that is an object', '{"communityId":{"SQUEAMISH":1},"groupsPhones":["a"]}'],
    ['a group that is null', '{"communityId":"1","groupsPhones":[null]}'],
    ['a group that is a number', '{"communityId":"1","groupsPhones":[74185]}'],
    ['a group that is a list', '{"communityId":"1","groupsPhones":[["SQUEAMISH"]]}'],
    ['groups that are null', '{"communityId":"1","groupsPhones":null}'],
    ['a missing variable', '{"communityId":"SQUEAMISH"}'],
  ])('are refused before anything runs: %s', async (_, variables) => {
    const { status, body, text } = await send(UNLINK, variables);
    expect(status).toBe(400);
    expect(body.data).toBeUndefined();
    expect(body.errors[0].extensions).toEqual({ code: 'BAD_USER_INPUT', requestId: REQUEST_ID });
    expect(text).not.toMatch(/74185|SQUEAMISH/);
    expect(connectionsMade()).toBe(0);
  });
});

describe('numbers in the variables', () => {
  const COMMUNITY_BY_ID = 'query ($id: ID!) { community(id: $id) { id } }';
  const ENTITIES = 'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Community { id } } }';
  const deep = (value: string, depth: number) => `${'['.repeat(depth)}${value}${']'.repeat(depth)}`;

  it.each([
    ['2^53', UNLINK, `{"communityId":9007199254740992,"groupsPhones":["${GROUP}"]}`],
    ['-2^53', UNLINK, `{"communityId":-9007199254740992,"groupsPhones":["${GROUP}"]}`],
    ['2^53 + 1', UNLINK, `{"communityId":9007199254740993,"groupsPhones":["${GROUP}"]}`],
    ['an id of 18 digits', UNLINK, `{"communityId":120363019502650977,"groupsPhones":["${GROUP}"]}`],
    ['an id of 20 digits', UNLINK, `{"communityId":98372465382764532938,"groupsPhones":["${GROUP}"]}`],
    ['1e400', UNLINK, `{"communityId":1e400,"groupsPhones":["${GROUP}"]}`],
    ['-1e400', UNLINK, `{"communityId":-1e400,"groupsPhones":["${GROUP}"]}`],
    ['9.1e15', UNLINK, `{"communityId":9.1e15,"groupsPhones":["${GROUP}"]}`],
    ['in the list of groups', UNLINK, `{"communityId":"${COMMUNITY}","groupsPhones":[120363019502650977]}`],
    ['as the list of groups', UNLINK, `{"communityId":"${COMMUNITY}","groupsPhones":120363019502650977}`],
    ['in a variable nobody declared', UNLINK, `{"communityId":"1","groupsPhones":["a"],"x":1e16}`],
    ['in an object in a list in an object', COMMUNITY_BY_ID, '{"id":"98372","x":{"a":[0,{"b":1e16}]}}'],
    ['a thousand lists deep', COMMUNITY_BY_ID, `{"id":"98372","x":${deep('1e16', 1000)}}`],
    ['in a query', COMMUNITY_BY_ID, '{"id":98372465382764532938}'],
    ['in an Int', 'query ($p: Int!) { communities(page: $p) { page } }', '{"p":9007199254740992}'],
    ['in a representation', ENTITIES, '{"r":[{"__typename":"Community","id":98372465382764532938}]}'],
    [
      'in the second representation',
      ENTITIES,
      '{"r":[{"__typename":"Community","id":"98372"},{"__typename":"Community","id":9007199254740992}]}',
    ],
  ])('are refused beyond 2^53 - 1: %s', async (_, query, variables) => {
    // Watched here for identifiers: the message names the limit, which has the length of one.
    const response = await fetch(`${service.url}/graphql`, post(query, variables));
    const text = (await response.text()).replaceAll('9007199254740991', 'the limit');
    expect(response.status).toBe(400);
    expect(JSON.parse(text)).toEqual({
      errors: [
        {
          message: expect.stringMatching(/beyond plus or minus the limit .* send ids as strings\.$/),
          extensions: { code: 'BAD_USER_INPUT', requestId: REQUEST_ID },
        },
      ],
    });
    expect(leaksIn(text, { identifiers: true })).toEqual([]);
    expect(connectionsMade()).toBe(0);
  });

  it('are accepted up to 2^53 - 1, and reach Z-API as text', async () => {
    const { body } = await send(UNLINK, `{"communityId":9007199254740991,"groupsPhones":["${GROUP}"]}`);
    expect(body.data.unlinkGroups.__typename).toBe('UnlinkSuccess');
    expect(lastBody().communityId).toBe('9007199254740991');
  });

  it('are accepted down to -(2^53 - 1), which is no id', async () => {
    const answer = await send(UNLINK, `{"communityId":-9007199254740991,"groupsPhones":["${GROUP}"]}`);
    expectInputError(answer, [[['communityId'], 'format']]);
  });
});

describe('an id that stands unquoted in the document', () => {
  it('keeps all its digits', async () => {
    const { body } = await send(
      `mutation { unlinkGroups(communityId: ${COMMUNITY}, groupsPhones: ["${GROUP}"]) { __typename } }`,
      '{}',
    );
    expect(body).toEqual({ data: { unlinkGroups: { __typename: 'UnlinkSuccess' } } });
    expect(lastBody()).toEqual({ communityId: COMMUNITY, groupsPhones: [GROUP] });
  });

  it('keeps all its digits as the default of a variable', async () => {
    const { body } = await send(
      `mutation ($id: ID! = ${COMMUNITY}) { unlinkGroups(communityId: $id, groupsPhones: ["${GROUP}"]) { __typename } }`,
      '{}',
    );
    expect(body).toEqual({ data: { unlinkGroups: { __typename: 'UnlinkSuccess' } } });
    expect(lastBody().communityId).toBe(COMMUNITY);
  });

  it('is refused in a representation, where its digits are lost', async () => {
    const { body } = await send(
      `{ _entities(representations: [{ __typename: "Community", id: ${COMMUNITY} }]) { ... on Community { id name } } }`,
      '{}',
    );
    expect(body.errors).toMatchObject([{ extensions: { code: 'INVALID_INPUT' } }]);
    expect(connectionsMade()).toBe(0);
  });
});

describe('an accepted request', () => {
  it('may be sent as a generated document', async () => {
    const variables = { communityId: COMMUNITY, groupsPhones: [GROUP] };
    const { unlinkGroups } = await service.execute(UnlinkGroupsDocument, variables);
    expect(unlinkGroups?.__typename).toBe('UnlinkSuccess');
    expect(connectionsMade()).toBe(1);
  });
});
