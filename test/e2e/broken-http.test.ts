import { beforeAll, describe, expect, it } from '@jest/globals';
import { apiKeysFile } from '../support/api-keys.ts';
import { communityWith, startCommunityServer } from '../support/community-server.ts';
import { connectTo, statusesIn } from '../support/raw-http.ts';
import { closedAfterAll, closedAfterEach } from '../support/resources.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { until } from '../support/until.ts';

const QUERY = '{"query":"{ __typename }"}';
const HEAD = 'POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n';

/** A whole request, as it would be smuggled in behind another. */
const SMUGGLED = `${HEAD}Content-Length: ${QUERY.length}\r\n\r\n${QUERY}`;

const kept = closedAfterAll();
let service: TestService;
beforeAll(async () => {
  service = kept(await startTestService({ zApiUrl: 'http://127.0.0.1:1' }));
});

const send = async (text: string): Promise<string> => {
  const connection = await connectTo(service.url);
  connection.socket.write(text, 'latin1');
  return connection.ended;
};

const operations = () => service.logs.filter(({ msg }) => msg === 'operation').length;

/** One answer, in GraphQL's shape, and the end of the connection. */
const expectRefused = (received: string, status: number, code: string) => {
  expect(statusesIn(received)).toEqual([status]);
  const [head = '', body = ''] = received.split('\r\n\r\n');
  expect(head.toLowerCase()).toContain('content-type: application/json; charset=utf-8');
  const requestId = /x-request-id: (\S+)/i.exec(head)?.[1];
  expect(JSON.parse(body)).toEqual({
    errors: [{ message: expect.stringMatching(/^\S.*\.$/), extensions: { code, requestId } }],
  });
};

describe('a request whose end can be read in two ways', () => {
  const chunked = (body: string) => `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`;

  it.each<readonly [string, string]>([
    [
      'a length and chunks',
      `${HEAD}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n${chunked(QUERY)}${SMUGGLED}`,
    ],
    [
      'chunks and a length',
      `${HEAD}Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n${chunked(QUERY)}${SMUGGLED}`,
    ],
    ['two lengths', `${HEAD}Content-Length: ${QUERY.length}\r\nContent-Length: 4\r\n\r\n${QUERY}${SMUGGLED}`],
    [
      'the same length twice',
      `${HEAD}Content-Length: ${QUERY.length}\r\nContent-Length: ${QUERY.length}\r\n\r\n${QUERY}`,
    ],
    ['a list of lengths', `${HEAD}Content-Length: ${QUERY.length}, 4\r\n\r\n${QUERY}${SMUGGLED}`],
    ['a length with a sign', `${HEAD}Content-Length: +${QUERY.length}\r\n\r\n${QUERY}`],
    ['a negative length', `${HEAD}Content-Length: -1\r\n\r\n${QUERY}`],
    ['a length in hex', `${HEAD}Content-Length: 0x1a\r\n\r\n${QUERY}`],
    ['a length beyond numbers', `${HEAD}Content-Length: 99999999999999999999\r\n\r\n${QUERY}`],
    ['an empty length', `${HEAD}Content-Length: \r\n\r\n${SMUGGLED}`],
    ['a space before the colon of the length', `${HEAD}Content-Length : ${QUERY.length}\r\n\r\n${QUERY}`],
    [
      'a space before the colon of the encoding',
      `${HEAD}Transfer-Encoding : chunked\r\n\r\n${chunked(QUERY)}`,
    ],
    ['a tab before the colon', `${HEAD}Transfer-Encoding\t: chunked\r\n\r\n${chunked(QUERY)}`],
    [
      'an encoding that only looks like chunks',
      `${HEAD}Transfer-Encoding: xchunked\r\n\r\n${chunked(QUERY)}`,
    ],
    [
      'chunks that are not the last encoding',
      `${HEAD}Transfer-Encoding: chunked, gzip\r\n\r\n${chunked(QUERY)}`,
    ],
    [
      'an encoding that is none',
      `${HEAD}Transfer-Encoding: identity\r\nContent-Length: 4\r\n\r\n${chunked(QUERY)}`,
    ],
    [
      'a header folded over two lines',
      `${HEAD}X: a\r\n Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n${chunked(QUERY)}`,
    ],
    [
      'a length of a chunk that is none',
      `${HEAD}Transfer-Encoding: chunked\r\n\r\nxx\r\n${QUERY}\r\n0\r\n\r\n`,
    ],
    ['a negative length of a chunk', `${HEAD}Transfer-Encoding: chunked\r\n\r\n-1\r\n${QUERY}\r\n0\r\n\r\n`],
    [
      'a length of a chunk beyond numbers',
      `${HEAD}Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n${QUERY}`,
    ],
    ['a chunk longer than it says', `${HEAD}Transfer-Encoding: chunked\r\n\r\n1\r\n${QUERY}\r\n0\r\n\r\n`],
    [
      'a length of a chunk ended by a line feed',
      `${HEAD}Transfer-Encoding: chunked\r\n\r\n1a\n${QUERY}\r\n0\r\n\r\n`,
    ],
    [
      'a line feed alone as the end of a line',
      `POST /graphql HTTP/1.1\nHost: x\nContent-Length: 4\n\n${SMUGGLED}`,
    ],
    [
      'a carriage return alone in a header',
      `${HEAD}X: a\rTransfer-Encoding: chunked\r\n\r\n${chunked(QUERY)}`,
    ],
    ['a zero byte in a header', `${HEAD}X: a\0b\r\nContent-Length: ${QUERY.length}\r\n\r\n${QUERY}`],
    ['a name of a header with a space', `${HEAD}Content Length: ${QUERY.length}\r\n\r\n${QUERY}`],
    ['a header without a name', `${HEAD}: x\r\nContent-Length: ${QUERY.length}\r\n\r\n${QUERY}`],
    [
      'no host',
      `POST /graphql HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: ${QUERY.length}\r\n\r\n${QUERY}`,
    ],
    ...['', 'a b', 'localhos|', '[::1', 'a/b@c', 'a?b', 'x:y', 'x, y'].map(
      (host) =>
        [
          `a host that is none: "${host}"`,
          `POST /graphql HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/json\r\nContent-Length: ${QUERY.length}\r\n\r\n${QUERY}`,
        ] as const,
    ),
    ...[
      ['two hosts', 'Host: y'],
      ['two types', 'Content-Type: text/plain'],
      ['two credentials', 'X-Api-Key: a\r\nX-Api-Key: b'],
      ['two tokens', 'Authorization: Bearer a\r\nauthorization: Bearer b'],
      ['two secrets of a gateway', 'Router-Authorization: a\r\nRouter-Authorization: b'],
    ].map(
      ([what, headers]) =>
        [`${what}`, `${HEAD}${headers}\r\nContent-Length: ${QUERY.length}\r\n\r\n${QUERY}`] as const,
    ),
    ['an encoding beside chunks', `${HEAD}Transfer-Encoding: gzip, chunked\r\n\r\n${chunked(QUERY)}`],
    [
      'chunks in HTTP 1.0',
      `POST /graphql HTTP/1.0\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n${chunked(QUERY)}`,
    ],
    [
      'a version that is none',
      `POST /graphql HTTP/9.9\r\nHost: x\r\nContent-Length: ${QUERY.length}\r\n\r\n${QUERY}`,
    ],
    ['a method that is none', `SMUGGLE /graphql HTTP/1.1\r\nHost: x\r\n\r\n`],
    ['no words of HTTP at all', 'SQUEAMISH OSSIFRAGE\r\n\r\n'],
    ['the greeting of TLS', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'],
    ['the preface of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
  ])('is refused, and nothing is run: %s', async (_, text) => {
    const before = operations();
    const received = await send(text);
    expectRefused(received, 400, 'BAD_REQUEST');
    expect(received).not.toMatch(/SQUEAMISH|HPE_|llhttp|fastify|Client Error/i);
    expect(operations()).toBe(before);
  });

  it('is told from two good requests in a row, which are both answered', async () => {
    const connection = await connectTo(service.url);
    connection.socket.write(SMUGGLED + SMUGGLED);
    await until(() => statusesIn(connection.received).length === 2);
    expect(statusesIn(connection.received)).toEqual([200, 200]);
    connection.socket.destroy();
  });
});

describe('HTTP 1.0', () => {
  it.each([
    ['GET /health/live HTTP/1.0\r\n\r\n', '{"status":"live"}'],
    [
      `POST /graphql HTTP/1.0\r\nContent-Type: application/json\r\nContent-Length: ${QUERY.length}\r\n\r\n${QUERY}`,
      '{"data":{"__typename":"Query"}}',
    ],
  ])('is served without a host, which it does not know: %j', async (request, answer) => {
    const received = await send(request);
    expect(statusesIn(received)).toEqual([200]);
    expect(received).toContain(answer);
  });
});

describe('an expectation that is none', () => {
  it('is refused', async () => {
    const received = await send(
      `${HEAD}Expect: SQUEAMISH\r\nContent-Length: ${QUERY.length}\r\n\r\n${QUERY}`,
    );
    expectRefused(received, 417, 'EXPECTATION_FAILED');
  });
});

describe('a connection that asks on and on', () => {
  it('without waiting for more than 16 answers is ended, and others are served', async () => {
    const connection = await connectTo(service.url);
    connection.socket.pause();
    connection.socket.write('GET /nowhere HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(5_000));
    connection.socket.resume();
    expect((await connection.ended).split('NOT_FOUND').length).toBeLessThan(100);
    expect((await service.graphql('{ __typename }')).status).toBe(200);
  });

  it('may wait for as many', async () => {
    const connection = await connectTo(service.url);
    connection.socket.write('GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(16));
    await until(() => connection.received.split('{"status":"live"}').length === 17);
    connection.socket.destroy();
  });
});

describe('a request that was refused before it was whole', () => {
  it('is not answered a second time', async () => {
    const guarded = kept(
      await startTestService({
        zApiUrl: 'http://127.0.0.1:1',
        environment: { AUTH_API_KEYS_FILE: kept(apiKeysFile()).path },
      }),
    );
    const connection = await connectTo(guarded.url);
    connection.socket.write(`${HEAD}Transfer-Encoding: chunked\r\n\r\n`);
    await until(() => statusesIn(connection.received).length === 1);
    connection.socket.write('no length of a chunk\r\n');
    expect(statusesIn(await connection.ended)).toEqual([401]);
  });
});

describe('headers', () => {
  it('that are too large are refused', async () => {
    const received = await send(`${HEAD}X: ${'x'.repeat(20_000)}\r\n\r\n`);
    expectRefused(received, 431, 'HEADERS_TOO_LARGE');
  });
});

describe('what breaks behind an operation under way', () => {
  const opened = closedAfterEach();

  it('is not answered: it would be taken for what came of the operation', async () => {
    const community = communityWith(1, 2);
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const zApi = opened(
      await startCommunityServer({
        communities: [community],
        unlink: async (play) => {
          await held;
          play.asUsual();
        },
      }),
    );
    const own = opened(await startTestService({ zApiUrl: zApi.url }));
    const body = JSON.stringify({
      query: `mutation { unlinkGroups(communityId: "${community.id}", groupsPhones: ["${community.groups[0]}"]) { __typename } }`,
    });
    const connection = await connectTo(own.url);
    connection.socket.write(`${HEAD}Content-Length: ${body.length}\r\n\r\n${body}`);
    await until(() => zApi.count('unlink') === 1);
    connection.socket.write('SQUEAMISH OSSIFRAGE\r\n\r\n');
    expect(await connection.ended).toBe('');
    release();
    await until(() => own.logs.some(({ msg }) => msg === 'operation'));
    expect(own.logs.at(-1)).toMatchObject({ results: [{ type: 'UnlinkSuccess' }] });
    expect(zApi.linked(community.id)).not.toContain(community.groups[0]);
  });
});
