import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { closedAfterAll } from '../support/resources.ts';
import { startTestService, type TestService } from '../support/service.ts';

const MAX_BYTES = 32 * 1024;
const QUERY = '{"query":"{ __typename }"}';

const kept = closedAfterAll();
let service: TestService;
beforeAll(async () => {
  service = kept(await startTestService({ zApiUrl: 'http://127.0.0.1:1' }));
});

const post = async (body: string | Buffer, headers: Readonly<Record<string, string>> = {}) => {
  const answer = await service.request('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: body as never,
  });
  return { status: answer.status, code: answer.body.errors?.[0]?.extensions.code };
};

const padded = (bytes: number) => QUERY + ' '.repeat(bytes - QUERY.length);

const OK = { status: 200, code: undefined };
const TOO_LARGE = { status: 413, code: 'PAYLOAD_TOO_LARGE' };
const NOT_READ = { status: 415, code: 'UNSUPPORTED_MEDIA_TYPE' };
const BROKEN = { status: 400, code: 'BAD_REQUEST' };

describe('the length of a body', () => {
  it('is 32 KiB at most, to the byte', async () => {
    expect(await post(padded(MAX_BYTES))).toEqual(OK);
    expect(await post(padded(MAX_BYTES + 1))).toEqual(TOO_LARGE);
  });

  it('is held to that without a length as well', async () => {
    const chunks = (bytes: number) =>
      new ReadableStream({
        start: (controller) => {
          controller.enqueue(Buffer.from(padded(bytes)));
          controller.close();
        },
      });
    const send = async (bytes: number) => {
      const init = {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: chunks(bytes),
        duplex: 'half',
      };
      const { status } = await service.request('/graphql', init as RequestInit);
      return status;
    };
    expect(await send(MAX_BYTES)).toBe(200);
    expect(await send(MAX_BYTES + 1)).toBe(413);
  });
});

describe('the charset of a body', () => {
  it.each([
    'application/json',
    'application/json; charset=utf-8',
    'application/json;charset=UTF-8',
    'application/json; charset="utf-8"',
    'application/json; charset=utf8',
  ])('is UTF-8: %s', async (type) => {
    expect(await post(QUERY, { 'content-type': type })).toEqual(OK);
  });

  it.each(['latin1', 'iso-8859-1', 'utf-16', 'utf-16le', 'utf-7', 'us-ascii', '', '"'])(
    'is nothing else: %j',
    async (charset) => {
      expect(await post(QUERY, { 'content-type': `application/json; charset=${charset}` })).toEqual(NOT_READ);
    },
  );

  it('is said once, or means one thing', async () => {
    expect(await post(QUERY, { 'content-type': 'application/json; charset=utf-8; charset=utf-16' })).toEqual(
      NOT_READ,
    );
  });

  it.each([
    ['a byte that is none', [0xff]],
    ['a character cut short', [0xe2, 0x82]],
    ['a character in too many bytes', [0xc0, 0xaf]],
    ['half a pair of UTF-16', [0xed, 0xa0, 0x80]],
    ['UTF-16', [0x00, 0x7b]],
  ])('is checked: %s', async (_, bytes) => {
    const body = Buffer.concat([
      Buffer.from('{"query":"{ __typename } # '),
      Buffer.from(bytes),
      Buffer.from('"}'),
    ]);
    expect(await post(body)).toEqual(BROKEN);
  });

  it('may be marked at its beginning', async () => {
    expect(await post(Buffer.from(`\ufeff${QUERY}`))).toEqual(OK);
  });
});

describe('the encoding of a body', () => {
  it('may be said to be none', async () => {
    expect(await post(QUERY, { 'content-encoding': 'identity' })).toEqual(OK);
  });

  it.each(['gzip', 'deflate', 'br', 'zstd', 'gzip, identity', 'GZIP'])(
    'is nothing else: %s',
    async (encoding) => {
      expect(await post(gzipSync(QUERY), { 'content-encoding': encoding })).toEqual(NOT_READ);
      expect(await post(QUERY, { 'content-encoding': encoding })).toEqual(NOT_READ);
    },
  );

  it('cannot hide a body that grows', async () => {
    const bomb = gzipSync(Buffer.alloc(10_000_000, ' '));
    expect(await post(bomb, { 'content-encoding': 'gzip' })).toEqual(NOT_READ);
  });
});
