import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { print } from 'graphql';
import { CommunityDocument } from '../../../src/client/index.ts';
import { createTransport } from '../../../src/z-api/transport.ts';
import { CANARY_ACCESS } from '../../support/canaries.ts';
import { fixtureAnswer, readFixture } from './fixtures.ts';
import { COMMUNITY_ID, GROUPS, sendUnlink, unlink } from './unlinking.ts';
import { answerAll, answerPost, SUCCESS, startUpstream, type Upstream } from './upstream.ts';
import { usingService } from './using-service.ts';

const { instanceId, instanceToken, clientToken } = CANARY_ACCESS;
const INSTANCE = `/instances/${instanceId}/token/${instanceToken}`;

/** A request cut into its parts; header names in lower case, values as they came. */
const partsOf = (request = '') => {
  const [head = '', body] = request.split(/\r\n\r\n(.*)/s);
  const [line, ...lines] = head.split('\r\n');
  const headers = lines.map((header) => header.split(/: (.*)/));
  return {
    line,
    names: headers.map(([name]) => name?.toLowerCase()).sort(),
    headers: Object.fromEntries(headers.map(([name, value]) => [name?.toLowerCase(), value])),
    body,
  };
};

let upstream: Upstream;
beforeEach(async () => {
  upstream = await startUpstream();
});
afterEach(() => upstream.close());

const only = (requests: readonly string[]) => {
  expect(requests).toHaveLength(1);
  return partsOf(requests[0]);
};

const postAfter = async (
  groupsPhones: readonly string[] = GROUPS,
  environment: Readonly<Record<string, string>> = {},
) => {
  upstream.play(answerPost(SUCCESS));
  const member = await usingService({ zApiUrl: upstream.url, environment }, (service) =>
    unlink(service, groupsPhones),
  );
  expect(member).toMatchObject({ __typename: 'UnlinkSuccess' });
  expect(upstream.gets()).toEqual([]);
  return only(upstream.posts());
};

describe('POST communities/unlink', () => {
  it('goes to the instance, with both path secrets in the path', async () => {
    expect((await postAfter()).line).toBe(`POST ${INSTANCE}/communities/unlink HTTP/1.1`);
  });

  it('carries the two arguments in documented order, and nothing else', async () => {
    expect((await postAfter(['1345353454354354-group'])).body).toBe(
      '{"communityId":"98372465382764532938","groupsPhones":["1345353454354354-group"]}',
    );
  });

  it('carries the documented headers, those HTTP needs, and no other', async () => {
    const { headers, names, body = '' } = await postAfter();
    expect(names).toEqual([
      'accept',
      'accept-encoding',
      'client-token',
      'connection',
      'content-length',
      'content-type',
      'host',
      'user-agent',
    ]);
    expect(headers).toMatchObject({
      'client-token': clientToken,
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(body)),
      host: `127.0.0.1:${upstream.port}`,
      connection: 'close',
      'accept-encoding': 'identity',
    });
  });

  it('leaves Client-Token out when none is configured', async () => {
    const { names } = await postAfter(GROUPS, { ZAPI_CLIENT_TOKEN: '' });
    expect(names).toEqual([
      'accept',
      'accept-encoding',
      'connection',
      'content-length',
      'content-type',
      'host',
      'user-agent',
    ]);
  });

  it('names repeated groups once, where they stood first', async () => {
    const [one, other] = GROUPS;
    const third = '120363019502650977-group';
    const { body = '' } = await postAfter([other, one, other, third, one, one]);
    expect(body).toBe(`{"communityId":"${COMMUNITY_ID}","groupsPhones":["${other}","${one}","${third}"]}`);
  });

  it('carries fifty groups in one request', async () => {
    const fifty = Array.from({ length: 50 }, (_, index) => `1203630195026509${index + 10}-group`);
    expect(JSON.parse((await postAfter(fifty)).body ?? '')).toEqual({
      communityId: COMMUNITY_ID,
      groupsPhones: fifty,
    });
  });

  it('is not sent for arguments that break their form', async () => {
    upstream.play(answerPost(SUCCESS));
    const { body } = await usingService({ zApiUrl: upstream.url }, (service) =>
      sendUnlink(service, ['not a group']),
    );
    expect(body.data.unlinkGroups).toMatchObject({
      __typename: 'CommunityInputError',
      code: 'INVALID_INPUT',
    });
    expect([...upstream.posts(), ...upstream.gets()]).toEqual([]);
  });

  it('keeps the path of the base URL, with or without a slash at its end', async () => {
    for (const base of ['/proxy/z-api', '/proxy/z-api/']) {
      upstream.play(answerPost(SUCCESS));
      await usingService({ zApiUrl: upstream.url + base }, (service) => unlink(service));
      expect(only(upstream.posts()).line).toBe(`POST /proxy/z-api${INSTANCE}/communities/unlink HTTP/1.1`);
    }
  });
});

describe('GET communities-metadata', () => {
  const getAfter = async (environment: Readonly<Record<string, string>> = {}) => {
    upstream.play(answerAll(fixtureAnswer(readFixture('get-communities-metadata.200-found'), '')));
    const { body } = await usingService({ zApiUrl: upstream.url, environment }, (service) =>
      service.graphql(print(CommunityDocument), { id: COMMUNITY_ID }),
    );
    expect(body.data.community.id).toBe(COMMUNITY_ID);
    expect(upstream.posts()).toEqual([]);
    return only(upstream.gets());
  };

  it('names the community in the path and has no body', async () => {
    const { line, body } = await getAfter();
    expect(line).toBe(`GET ${INSTANCE}/communities-metadata/${COMMUNITY_ID} HTTP/1.1`);
    expect(body).toBe('');
  });

  it('carries Client-Token, the headers HTTP needs, and no Content-Type', async () => {
    const { headers, names } = await getAfter();
    expect(names).toEqual(['accept', 'accept-encoding', 'client-token', 'connection', 'host', 'user-agent']);
    expect(headers).toMatchObject({
      'client-token': clientToken,
      host: `127.0.0.1:${upstream.port}`,
      connection: 'close',
      'accept-encoding': 'identity',
    });
  });

  it('leaves Client-Token out when none is configured', async () => {
    const { names } = await getAfter({ ZAPI_CLIENT_TOKEN: '' });
    expect(names).toEqual(['accept', 'accept-encoding', 'connection', 'host', 'user-agent']);
  });
});

describe('the transport', () => {
  it('percent-encodes every segment of the path', async () => {
    upstream.play(answerAll(SUCCESS));
    const send = createTransport({
      baseUrl: upstream.url,
      instanceId: 'a/b?c#d%',
      instanceToken: 'é &;=+"<',
    });
    const exchange = await send({ method: 'POST', path: ['x/y', '?z', '#é'], body: {} }, 5_000);
    expect(exchange).toMatchObject({ kind: 'answered', fault: undefined, answer: { status: 200 } });
    expect(only(upstream.posts()).line).toBe(
      'POST /instances/a%2Fb%3Fc%23d%25/token/%C3%A9%20%26%3B%3D%2B%22%3C/x%2Fy/%3Fz/%23%C3%A9 HTTP/1.1',
    );
  });

  it('sends a body in UTF-8 and counts its bytes, not its characters', async () => {
    upstream.play(answerAll(SUCCESS));
    const send = createTransport({ baseUrl: upstream.url, instanceId: 'i', instanceToken: 't' });
    await send({ method: 'POST', path: ['p'], body: { name: 'Condomínio' } }, 5_000);
    const { headers, body = '' } = only(upstream.posts());
    expect(Buffer.from(body, 'latin1').toString('utf8')).toBe('{"name":"Condomínio"}');
    expect(headers['content-length']).toBe('22');
  });

  it('opens a connection of its own for every request', async () => {
    upstream.play(answerAll(SUCCESS));
    const send = createTransport({ baseUrl: upstream.url, instanceId: 'i', instanceToken: 't' });
    for (const path of [['1'], ['2'], ['3']]) await send({ method: 'GET', path }, 5_000);
    expect(upstream.gets()).toHaveLength(3);
    expect(upstream.connections()).toBe(3);
  });

  it('tells requests that run at once apart: each has the fate of its own connection', async () => {
    upstream.play(async ({ request, send, end, reset }) => {
      const [line = ''] = (await request()).toString('latin1').split('\r\n');
      if (line.includes('/reset')) return reset();
      send(SUCCESS);
      end();
    });
    const send = createTransport({ baseUrl: upstream.url, instanceId: 'i', instanceToken: 't' });
    const paths = Array.from({ length: 20 }, (_, index) => (index % 3 === 0 ? 'reset' : 'answer'));
    const exchanges = await Promise.all(
      paths.map((path) => send({ method: 'POST', path: [path], body: {} }, 10_000)),
    );
    expect(exchanges.map(({ kind }) => kind)).toEqual(
      paths.map((path) => (path === 'reset' ? 'no-answer' : 'answered')),
    );
    expect(upstream.posts()).toHaveLength(20);
    expect(upstream.connections()).toBe(20);
  });

  it('sends nothing when no time is left', async () => {
    upstream.play(answerAll(SUCCESS));
    const send = createTransport({ baseUrl: upstream.url, instanceId: 'i', instanceToken: 't' });
    for (const timeoutMs of [0, -1]) {
      expect(await send({ method: 'POST', path: ['p'], body: {} }, timeoutMs)).toEqual({
        kind: 'not-sent',
        cause: 'unreachable',
        fault: 'DEADLINE_PASSED',
      });
    }
    expect(upstream.connections()).toBe(0);
  });
});
