import { describe, expect, it } from '@jest/globals';
import { en } from '../../src/i18n/en.ts';
import { asking, expectHarmless, expectRefused, misfit } from './judging.ts';
import { expectNoId } from './places.ts';
import { PROFILES, targetOf } from './profiles.ts';

const FORGED = '{"level":"fatal","msg":"forged"}';
const TYPENAME = { data: { __typename: 'Query' } };

describe.each(PROFILES)('an attacker who wants a line in the log, in %s', (_, start) => {
  const target = targetOf(start);

  it.each([
    ['a new line', `x\n${FORGED}`],
    ['a carriage return', `x\r${FORGED}`],
    ['the end of a text', 'x","msg":"forged","level":"fatal'],
    ['a line separator', `x\u2028${FORGED}`],
    ['an escape of the terminal', '\u001b[2Kforged'],
  ])('forges none with %s', async (_, payload) => {
    const operation = { ...asking('query a { __typename }', { operationName: payload }), payload };
    await expectRefused(target(), operation, en.request.operation);
    const path = `/${encodeURIComponent(payload)}`;
    await expectRefused(target(), { method: 'GET', path, payload }, en.request.notFound);
    await expectNoId(target(), payload);
  });

  it.each([[FORGED], ['x" msg="forged"'], ['forged%0aforged'], ['forged\tforged'], ['x'.repeat(65)]])(
    'forges no request id: %j',
    async (payload) => {
      const headers = { 'x-request-id': payload, 'user-agent': payload, 'x-forwarded-for': payload };
      await expectHarmless(target(), { ...asking('{ __typename }'), headers, payload }, TYPENAME);
      await expectRefused(target(), { ...asking('{ nothing }'), headers, payload }, misfit('nothing'));
    },
  );

  it('has a mutation logged as one, whatever it calls it', async () => {
    const query = 'mutation getPaste { unlinkGroups(communityId: "x", groupsPhones: ["y"]) { __typename } }';
    const answer = { data: { unlinkGroups: { __typename: 'CommunityInputError' } } };
    await expectHarmless(target(), asking(query, { operationName: 'getPaste' }), answer);
    expect(target().service.logs.at(-1)).toMatchObject({
      kind: 'mutation',
      operation: 'getPaste',
      results: [{ type: 'CommunityInputError', code: 'INVALID_INPUT' }],
    });
  });

  it('has a name of its choice in the place for names alone, cut short', async () => {
    await expectHarmless(target(), asking(`query pwned${'x'.repeat(5_000)} { __typename }`), TYPENAME);
    expect(target().service.logs.at(-1)).toEqual({
      level: 'info',
      time: expect.any(String),
      requestId: expect.any(String),
      operation: `pwned${'x'.repeat(95)}`,
      kind: 'query',
      results: [],
      milliseconds: expect.any(Number),
      msg: 'operation',
    });
  });
});
