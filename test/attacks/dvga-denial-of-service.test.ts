import { beforeAll, describe, expect, it } from '@jest/globals';
import { en } from '../../src/i18n/en.ts';
import { closedAfterAll } from '../support/resources.ts';
import { asking, expectHarmless, expectRefused, misfit } from './judging.ts';
import { PROFILES, type Target, targetOf } from './profiles.ts';

const { limits, literal, malformed, variable } = en.request;

/** The most that this service does for one field: a list, and a read for each community in it. */
const COSTLY = 'communities(pageSize: 100) { items { groups { phone } } }';
const UNLINK = 'unlinkGroups(communityId: "55555", groupsPhones: ["1345353454354354-group"]) { __typename }';

const nested = (open: string, levels: number, inside: string, close: string): string =>
  `${open.repeat(levels)}${inside}${close.repeat(levels)}`;

describe.each(PROFILES)('denial of service, in %s', (_, start) => {
  const target = targetOf(start);

  it('is refused as a batch of costly operations', async () => {
    const operation = { query: `query { ${COSTLY} }`, variables: [] };
    await expectRefused(target(), { body: JSON.stringify([operation, operation, operation]) }, malformed);
    await expectRefused(target(), { body: JSON.stringify([{ query: '{ __typename }' }]) }, malformed);
  });

  it('is refused as types that hold each other', async () => {
    const circle = nested('communities { items { ', 6, 'id', ' } }');
    await expectRefused(target(), asking(`query { ${circle} }`), limits.depth);
  });

  it.each([
    ['fields that are not there', `query { ${nested('a { ', 300, 'b', ' }')} }`, limits.depth],
    ['lists in an argument', `{ community(id: ${nested('[', 450, '', ']')}) { id } }`, literal],
    ['objects in an argument', `{ community(id: ${nested('{ a: ', 200, '1', ' }')}) { id } }`, literal],
    [
      'lists in the type of a variable',
      `query ($id: ${nested('[', 450, 'ID', ']')}) { community(id: $id) { id } }`,
      misfit('$id'),
    ],
    ['brackets', `query { ${nested('a { ', 400, 'b', ' }')} }`, limits.tokens],
  ])('is refused as deep nesting of %s', async (_, query, reason) => {
    await expectRefused(target(), asking(query), reason);
  });

  it('is refused as deep nesting of lists in the variables', async () => {
    const query = 'query ($id: ID!) { community(id: $id) { id } }';
    const body = `{"query":"${query}","variables":{"id":${nested('[', 15_000, '', ']')}}}`;
    await expectRefused(target(), { body }, variable);
  });

  it('costs nothing as deep nesting that asks for nothing', async () => {
    const query = `query { ${nested('... { ', 300, '__typename', ' }')} }`;
    const body = `{"query":"{ __typename }","variables":${nested('{"a":', 5_000, '1', '}')}}`;
    const answer = { data: { __typename: 'Query' } };
    await expectHarmless(target(), asking(query), answer);
    await expectHarmless(target(), { body }, answer);
  });

  it('asks for nothing as a page of more than 100 communities', async () => {
    const query = '{ communities(pageSize: 100000) { items { groups { phone } } } }';
    await expectHarmless(target(), asking(query), {
      data: { communities: null },
      errors: [
        {
          message: en.errors.INVALID_INPUT,
          locations: [{ line: 1, column: 3 }],
          path: ['communities'],
          extensions: {
            code: 'INVALID_INPUT',
            issues: [{ path: ['pageSize'], rule: 'max', message: en.rules.maxPageSize }],
            requestId: expect.any(String),
          },
        },
      ],
    });
  });

  it('is refused as the costly field of DVGA', async () => {
    await expectRefused(target(), asking('query { systemUpdate }'), misfit('systemUpdate'));
  });

  it.each([
    [
      'one field 150 times',
      `query { communities { items { groups { ${'phone\n'.repeat(150)} } } } }`,
      limits.fields,
    ],
    [
      'one field 1000 times',
      `query { communities { items { groups { ${'phone\n'.repeat(1000)} } } } }`,
      limits.tokens,
    ],
    ['one field with all below it', `query { ${'communities { page }\n'.repeat(60)} }`, limits.fields],
    [
      'a fragment of many fields',
      `query { communities { ...F ...F ...F } } fragment F on CommunityPage { ${'page '.repeat(40)} }`,
      limits.fields,
    ],
    [
      'fragments that multiply',
      `query { communities { ...A } } fragment A on CommunityPage { ${'...B '.repeat(5)} }
       fragment B on CommunityPage { ${'...C '.repeat(5)} } fragment C on CommunityPage { ${'page '.repeat(5)} }`,
      limits.fields,
    ],
  ])('is refused as %s', async (_, query, reason) => {
    await expectRefused(target(), asking(query), reason);
  });

  it('is refused as 31 aliases of a costly field', async () => {
    const aliases = Array.from({ length: 31 }, (_, index) => `q${index}: ${COSTLY}`);
    await expectRefused(target(), asking(`query { ${aliases.join('\n')} }`), limits.aliases);
  });

  it('is refused as aliases of a mutation', async () => {
    const query = `mutation { q1: ${UNLINK} q2: ${UNLINK} q3: ${UNLINK} }`;
    await expectRefused(target(), asking(query), limits.unlinks);
  });

  it.each([
    ['each other', 'query { ...A } fragment A on Query { __typename ...B } fragment B on Query { ...A }'],
    ['themselves', 'query { ...B } fragment B on Query { __typename ...B }'],
    [
      'each other far below',
      `query { communities { items { groups { ...A } } } }
       fragment A on CommunityGroup { phone ...B } fragment B on CommunityGroup { name ...A }`,
    ],
  ])('is refused as fragments that spread %s', async (_, query) => {
    await expectRefused(target(), asking(query), limits.cycles);
  });
});

describe.each(PROFILES)('many costly fields in one operation, in %s', (profile, start) => {
  const READS = 3;
  // Where nobody answers, each read is tried three times.
  const attempts = profile === 'production' ? 3 : 1;
  const kept = closedAfterAll();
  let target: Target;
  beforeAll(async () => {
    target = await start(kept, { INSTANCE_READS_PER_MINUTE: String(READS) });
  });

  const aliases = Array.from({ length: 30 }, (_, index) => `q${index}`);
  const query = `{ ${aliases.map((alias, page) => `${alias}: communities(page: ${page + 1}) { page }`).join(' ')} }`;
  const limitedAt = (alias: string) =>
    expect.objectContaining({
      message: en.reads.RATE_LIMITED,
      path: [alias],
      extensions: expect.objectContaining({ code: 'RATE_LIMITED' }),
    });

  it('reach no further than the reads that the WhatsApp number is allowed', async () => {
    const { status, body } = await target.service.graphql(query, {}, target.credential);
    expect(status).toBe(200);
    expect(body.errors).toEqual(expect.arrayContaining(aliases.slice(READS).map(limitedAt)));
    expect(target.reached().connections).toBe(READS * attempts);
  });

  it('reach nothing once the reads are used up', async () => {
    await expectHarmless(target, asking(query), {
      data: Object.fromEntries(aliases.map((alias) => [alias, null])),
      errors: expect.arrayContaining(aliases.map(limitedAt)),
    });
  });
});
