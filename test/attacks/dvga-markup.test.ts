import { describe, expect, it } from '@jest/globals';
import { en } from '../../src/i18n/en.ts';
import { startCommunityServer } from '../support/community-server.ts';
import { closedAfterEach } from '../support/resources.ts';
import { startTestService } from '../support/service.ts';
import { asking, expectHarmless, expectRefused, misfit } from './judging.ts';
import { expectNoId } from './places.ts';
import { PROFILES, type Target, targetOf } from './profiles.ts';

const SCRIPT = '<script>alert(1)</script>';

/** Wherever a request has room for a text: it is told nowhere. */
const expectNoEcho = async (target: Target, payload: string): Promise<void> => {
  await expectNoId(target, payload);
  const operation = { ...asking('query a { __typename }', { operationName: payload }), payload };
  await expectRefused(target, operation, en.request.operation);
  const path = `/${encodeURIComponent(payload)}`;
  await expectRefused(target, { method: 'GET', path, payload }, en.request.notFound);
  const headers = { 'x-request-id': payload, referer: payload };
  const answer = { data: { __typename: 'Query' } };
  await expectHarmless(target, { ...asking('{ __typename }'), headers, payload }, answer);
};

describe.each(PROFILES)('an attacker with markup, in %s', (_, start) => {
  const target = targetOf(start);

  it.each([
    [SCRIPT],
    ['"><img src=x onerror=alert(1)>'],
    ['javascript:alert(1)'],
    ['</script><svg/onload=alert(1)>'],
  ])('gets no script back: %s', async (payload) => {
    await expectNoEcho(target(), payload);
  });

  it('finds no field that stores a script', async () => {
    const query = `mutation { createPaste(title: "${SCRIPT}", content: "zzzz", public: true) { paste { id } } }`;
    await expectRefused(target(), { ...asking(query), payload: SCRIPT }, misfit('createPaste'));
  });

  it.each([['<h1>hello!</h1>'], ['<a href="//evil.example">here</a>'], ['&lt;h1&gt;'], ['<!--']])(
    'gets no markup back: %s',
    async (payload) => {
      await expectNoEcho(target(), payload);
    },
  );
});

describe('a script that WhatsApp stores as the name of a community', () => {
  const opened = closedAfterEach();

  it('comes as data that no browser runs', async () => {
    const community = {
      id: '120363000000000001',
      name: SCRIPT,
      announcement: '120363000000000000-group',
      groups: [],
    };
    const zApi = opened(await startCommunityServer({ communities: [community] }));
    const service = opened(await startTestService({ zApiUrl: zApi.url }));
    const query = '{ communities { items { name } } }';
    const { status, headers, body } = await service.graphql(query, {}, { accept: 'text/html' });
    expect({ status, body }).toEqual({
      status: 200,
      body: { data: { communities: { items: [{ name: SCRIPT }] } } },
    });
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringContaining("default-src 'none'"),
    });
  });
});
