import { setTimeout as sleep } from 'node:timers/promises';
import zlib from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EXPECTED, unlink } from '../../contract/z-api/unlinking.ts';
import { answerPost, onPost, SUCCESS, startUpstream, type Upstream } from '../../contract/z-api/upstream.ts';
import { type Fault, type FaultConnection, respond } from '../../support/fault-server.ts';
import { startTestService, type TestService } from '../../support/service.ts';

const ATTEMPT_MS = 100;
const DEADLINE_MS = 300;
/** How far past its deadline an answer may be on its way back. */
const SLACK_MS = 250;

const TRUE = '{"success":true}';
const JSON_TYPE = { 'content-type': 'application/json' } as const;
const CHUNKED = { ...JSON_TYPE, 'transfer-encoding': 'chunked' } as const;
const HEAD = respond('200 OK', { ...JSON_TYPE, 'content-length': String(TRUE.length) });
/** More than the 64 KiB that are read of an answer; valid JSON that says success. */
const OVERSIZED = JSON.stringify({ success: true, padding: 'x'.repeat(64 * 1024) });

const encoded = (encoding: string, body: Buffer): Buffer =>
  Buffer.concat([
    Buffer.from(
      respond('200 OK', {
        ...JSON_TYPE,
        'content-encoding': encoding,
        'content-length': String(body.length),
      }),
    ),
    body,
  ]);
const inChunks = (...chunks: readonly (string | Buffer)[]): Buffer =>
  Buffer.concat(
    chunks.flatMap((chunk) => {
      const bytes = Buffer.from(chunk);
      return [Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n')];
    }),
  );
const chunked = (body: string | Buffer, headers = {}) =>
  Buffer.concat([Buffer.from(respond('200 OK', { ...CHUNKED, ...headers })), Buffer.from(body)]);

/** Sends, and leaves the connection open: what is missing never comes. */
const hold = (bytes: string | Buffer) => onPost(({ send }) => send(bytes));
const cut = answerPost;
const resetAfter = (bytes: string | Buffer) =>
  onPost(async ({ send, reset }) => {
    send(bytes);
    await sleep(20);
    reset();
  });
/** Sends piece by piece, each in a TCP segment of its own. */
const drip = async ({ socket, send }: FaultConnection, bytes: string | Buffer, everyMs: number) => {
  socket.setNoDelay();
  for (const byte of Buffer.from(bytes)) {
    if (socket.destroyed) return;
    send(Buffer.of(byte));
    await sleep(everyMs);
  }
};

let upstream: Upstream;
let service: TestService;

describe('an answer that breaks', () => {
  beforeAll(async () => {
    upstream = await startUpstream();
    service = await startTestService({
      zApiUrl: upstream.url,
      environment: { ZAPI_ATTEMPT_TIMEOUT_MS: String(ATTEMPT_MS), ZAPI_DEADLINE_MS: String(DEADLINE_MS) },
    });
    upstream.play(cut(SUCCESS));
    await unlink(service);
  });
  afterAll(async () => {
    await upstream.close();
    await service.close();
  });

  it.each<[string, Fault]>([
    ['a reset once the request was read', onPost(({ reset }) => reset())],
    ['the end of the connection without an answer', onPost(({ end }) => end())],
    ['silence', onPost(() => {})],

    ['half a status line, then the end', cut('HTTP/1.1 20')],
    ['half a status line, then silence', hold('HTTP/1.1 20')],
    ['half a head, then the end', cut('HTTP/1.1 200 OK\r\nContent-Type: appl')],
    ['half a head, then silence', hold('HTTP/1.1 200 OK\r\nContent-Type: appl')],
    ['half a head, then a reset', resetAfter('HTTP/1.1 200 OK\r\nContent-Type: appl')],

    ['headers, then silence', hold(HEAD)],
    ['headers, then the end', cut(HEAD)],
    ['headers, then a reset', resetAfter(HEAD)],
    ['chunked headers, then silence', hold(respond('200 OK', CHUNKED))],
    ['headers of a body without length, then silence', hold('HTTP/1.1 200 OK\r\n\r\n')],
    [
      'a whole body without length, then the end, which a reset can look like',
      cut(`HTTP/1.1 200 OK\r\n\r\n${TRUE}`),
    ],
    ['a whole body of HTTP 1.0 without length, then the end', cut(`HTTP/1.0 200 OK\r\n\r\n${TRUE}`)],
    ['a whole body without length, then silence', hold(`HTTP/1.1 200 OK\r\n\r\n${TRUE}`)],
    ['a whole body without length, then a reset', resetAfter(`HTTP/1.1 200 OK\r\n\r\n${TRUE}`)],
    [
      'a whole body of encoding identity without length, then a reset',
      resetAfter(`HTTP/1.1 200 OK\r\ntransfer-encoding: identity\r\n\r\n${TRUE}`),
    ],

    [
      'fewer bytes than Content-Length, then the end',
      cut(respond('200 OK', { 'content-length': '17' }, TRUE)),
    ],
    [
      'fewer bytes than Content-Length, then silence',
      hold(respond('200 OK', { 'content-length': '17' }, TRUE)),
    ],
    [
      'fewer bytes than Content-Length, then a reset',
      resetAfter(respond('200 OK', { 'content-length': '17' }, TRUE)),
    ],
    ['a Content-Length that cuts the JSON', cut(respond('200 OK', { 'content-length': '15' }, TRUE))],

    ['chunks without the last one, then the end', cut(chunked(inChunks(TRUE)))],
    ['chunks without the last one, then silence', hold(chunked(inChunks(TRUE)))],
    ['chunks without the last one, then a reset', resetAfter(chunked(inChunks(TRUE)))],
    ['a last chunk without its end', cut(chunked(`${inChunks(TRUE)}0\r\n`))],
    ['a chunk shorter than its length', cut(chunked(`11\r\n${TRUE}`))],
    ['a chunk whose length is no number', cut(chunked(`zz\r\n${TRUE}\r\n0\r\n\r\n`))],

    [
      'a body that drips past the deadline',
      onPost(async (connection) => {
        connection.send(HEAD);
        await drip(connection, TRUE, 100);
      }),
    ],
    ['a head that drips past the deadline', onPost((connection) => drip(connection, SUCCESS, 40))],
    [
      'a head without end',
      onPost(async ({ socket, send }) => {
        send('HTTP/1.1 200 OK\r\n');
        while (!socket.destroyed) {
          send(`x-header: ${'x'.repeat(1000)}\r\n`);
          await sleep(1);
        }
      }),
    ],

    ['more than 64 KiB', cut(respond('200 OK', JSON_TYPE, OVERSIZED))],
    ['more than 64 KiB in chunks', cut(chunked(Buffer.concat([inChunks(OVERSIZED), inChunks('')])))],
    ['more than 64 KiB without length', cut(`HTTP/1.1 200 OK\r\n\r\n${OVERSIZED}`)],
    [
      'a body without end',
      onPost(async ({ socket, send }) => {
        send('HTTP/1.1 200 OK\r\n\r\n');
        while (!socket.destroyed) {
          send(' '.repeat(1024));
          await sleep(1);
        }
      }),
    ],

    [
      'an encoded body that never comes',
      hold(respond('200 OK', { 'content-encoding': 'gzip', 'content-length': '9' })),
    ],
    [
      'invalid UTF-8',
      cut(Buffer.concat([Buffer.from(HEAD), Buffer.from('{"success":tru\xff', 'latin1'), Buffer.of(0x7d)])),
    ],
    [
      'invalid UTF-8 beside success:true',
      cut(
        Buffer.concat([
          Buffer.from('HTTP/1.1 200 OK\r\nContent-Length: 25\r\n\r\n{"success":true,"a":"'),
          Buffer.of(0xc3, 0x28),
          Buffer.from('"}'),
        ]),
      ),
    ],
    [
      'UTF-16',
      cut(Buffer.concat([Buffer.from('HTTP/1.1 200 OK\r\n\r\n'), Buffer.from(`\ufeff${TRUE}`, 'utf16le')])),
    ],

    ['no HTTP at all', cut(TRUE)],
    ['another protocol', cut('SSH-2.0-OpenSSH_9.6\r\n')],
    ['a status that is no number', cut(`HTTP/1.1 abc OK\r\n\r\n${TRUE}`)],
    ['a status of two digits', cut(`HTTP/1.1 20 OK\r\n\r\n${TRUE}`)],
    ['a header without a colon', cut(`HTTP/1.1 200 OK\r\nnonsense\r\n\r\n${TRUE}`)],
    ['a Content-Length that is no number', cut(respond('200 OK', { 'content-length': 'x' }, TRUE))],
    [
      'two Content-Lengths that differ',
      cut(`HTTP/1.1 200 OK\r\nContent-Length: 16\r\nContent-Length: 15\r\n\r\n${TRUE}`),
    ],
    ['a NUL in a header', cut(`HTTP/1.1 200 OK\r\nx: a\0b\r\nContent-Length: 16\r\n\r\n${TRUE}`)],
    ['a head beyond all measure', cut(respond('200 OK', { 'x-padding': 'x'.repeat(100_000) }, TRUE))],
    ['HTTP/2', cut(Buffer.from('000000040000000000', 'hex'))],

    ['100 Continue, then silence', hold('HTTP/1.1 100 Continue\r\n\r\n')],
    ['103 Early Hints, then silence', hold('HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n')],
    ['103 Early Hints, then the end', cut('HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n')],
    [
      '101, another protocol',
      hold('HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n'),
    ],
    [
      '101, then success',
      hold(`HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n${SUCCESS}`),
    ],
  ])('leaves the outcome unknown, in time and without a second POST: %s', async (_, fault) => {
    upstream.play(fault);
    const startedAt = performance.now();
    const member = await unlink(service);
    const tookMs = performance.now() - startedAt;
    expect(member).toEqual(EXPECTED.unknown);
    expect(upstream.posts()).toHaveLength(1);
    expect(tookMs).toBeLessThan(DEADLINE_MS + SLACK_MS);
  });

  it.each<[string, Fault]>([
    ['gzip', cut(encoded('gzip', zlib.gzipSync(TRUE)))],
    ['GZIP', cut(encoded('GZIP', zlib.gzipSync(TRUE)))],
    ['brotli', cut(encoded('br', zlib.brotliCompressSync(TRUE)))],
    ['deflate', cut(encoded('deflate', zlib.deflateSync(TRUE)))],
    ['an unknown encoding', cut(encoded('zstd', Buffer.from('28b52ffd0458810000', 'hex')))],
    ['identity and gzip', cut(encoded('identity, gzip', zlib.gzipSync(TRUE)))],
    ['gzip in name only', cut(encoded('gzip', Buffer.from(TRUE)))],
    [
      'gzip in chunks',
      cut(
        chunked(Buffer.concat([inChunks(zlib.gzipSync(TRUE)), Buffer.from('0\r\n\r\n')]), {
          'content-encoding': 'gzip',
        }),
      ),
    ],
    ['a gzip bomb', cut(encoded('gzip', zlib.gzipSync(Buffer.alloc(64 * 1024 * 1024, ' '))))],
  ])('does not believe an encoded answer, and reads the outcome back: %s', async (_, fault) => {
    upstream.play(fault);
    expect(await unlink(service)).toEqual(EXPECTED.unknown);
    expect(upstream.posts()).toHaveLength(1);
    expect(upstream.gets().length).toBeGreaterThan(0);
  });

  it.each<[string, (connection: FaultConnection) => void]>([
    ['is reset', ({ reset }) => reset()],
    ['ends', ({ socket }) => void socket.destroy()],
  ])(
    'leaves the outcome unknown when the connection stood, and %s with the request unread',
    async (_, leave) => {
      let connections = 0;
      const settled = onPost(({ send }) => send(SUCCESS));
      upstream.play(async (connection) => {
        connections += 1;
        if (connections > 1) return settled(connection);
        connection.socket.pause();
        await sleep(30);
        leave(connection);
      });
      expect(await unlink(service)).toEqual(EXPECTED.unknown);
      expect(upstream.posts()).toEqual([]);
    },
  );

  it.each([
    ['the answer', onPost(() => {})],
    ['the body', hold(HEAD)],
  ])(
    'gives up on the attempt at its own timeout, and closes the connection: waiting for %s',
    async (_, fault) => {
      let closed: Promise<number> | undefined;
      upstream.play((connection) => {
        closed ??= new Promise((resolve) =>
          connection.socket.once('close', () => resolve(performance.now())),
        );
        return fault(connection);
      });
      const startedAt = performance.now();
      await unlink(service);
      const tookMs = Number(await closed) - startedAt;
      expect(tookMs).toBeGreaterThanOrEqual(ATTEMPT_MS - 10);
      expect(tookMs).toBeLessThan(DEADLINE_MS);
    },
  );
});

describe('an answer that is odd but legal', () => {
  beforeAll(async () => {
    upstream = await startUpstream();
    service = await startTestService({ zApiUrl: upstream.url });
  });
  afterAll(async () => {
    await upstream.close();
    await service.close();
  });

  const last = '0\r\n\r\n';

  it.each<[string, Fault]>([
    ['chunks of one byte', cut(chunked(Buffer.concat([inChunks(...TRUE), Buffer.from(last)])))],
    ['chunks with an extension', cut(chunked(`10;name="value"\r\n${TRUE}\r\n${last}`))],
    [
      'chunks with trailers',
      cut(chunked(`${inChunks(TRUE)}0\r\nExpires: never\r\nX-Sum: 1\r\n\r\n`, { trailer: 'Expires' })),
    ],
    [
      'chunks with trailers on a connection left open',
      hold(chunked(`${inChunks(TRUE)}0\r\nExpires: never\r\n\r\n`, { trailer: 'Expires' })),
    ],
    ['chunks on a connection left open', hold(chunked(`${inChunks(TRUE)}${last}`))],
    [
      'a byte at a time',
      onPost(async (connection) => {
        await drip(connection, SUCCESS, 1);
        connection.end();
      }),
    ],
    [
      'chunks, a byte at a time',
      onPost(async (connection) => {
        await drip(connection, chunked(`${inChunks(TRUE)}${last}`), 1);
        connection.end();
      }),
    ],
    [
      'chunks, a byte at a time, on a connection left open',
      onPost((connection) => drip(connection, chunked(`${inChunks(TRUE)}${last}`), 1)),
    ],
    ['HTTP/1.0', cut(`HTTP/1.0 200 OK\r\nContent-Length: ${TRUE.length}\r\n\r\n${TRUE}`)],
    ['no reason phrase', cut(SUCCESS.replace('200 Any', '200'))],
    ['a connection left open', hold(SUCCESS)],
    ['keep-alive', hold(SUCCESS.replace('\r\n', '\r\nConnection: keep-alive\r\nKeep-Alive: timeout=60\r\n'))],
    ['an encoding named identity', cut(encoded('identity', Buffer.from(TRUE)))],
    ['an encoding named Identity', cut(encoded(' Identity ', Buffer.from(TRUE)))],
    ['an encoding without a name', cut(encoded('', Buffer.from(TRUE)))],
    ['a byte order mark', cut(respond('200 OK', JSON_TYPE, `\ufeff${TRUE}`))],
    ['white space around it', cut(respond('200 OK', JSON_TYPE, `\r\n ${TRUE} \r\n`))],
    ['64 KiB to the byte', cut(respond('200 OK', JSON_TYPE, TRUE + ' '.repeat(64 * 1024 - TRUE.length)))],
    [
      'more headers than most',
      cut(
        respond('200 OK', Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`x-${i}`, 'x'])), TRUE),
      ),
    ],
    [
      'cookies and a header said twice',
      cut(SUCCESS.replace('\r\n', '\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\nVary: a\r\nVary: b\r\n')),
    ],
    ['a header in Latin-1', cut(Buffer.from(SUCCESS.replace('\r\n', '\r\nx-name: \xe9\r\n'), 'latin1'))],
    ['100 Continue before it', cut(`HTTP/1.1 100 Continue\r\n\r\n${SUCCESS}`)],
    [
      '103 Early Hints before it, twice',
      cut(`${'HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n'.repeat(2)}${SUCCESS}`),
    ],
  ])('is the answer it would be without that: %s', async (_, fault) => {
    upstream.play(fault);
    expect(await unlink(service)).toEqual(EXPECTED.success);
    expect(upstream.posts()).toHaveLength(1);
    expect(upstream.gets()).toEqual([]);
  });
});
