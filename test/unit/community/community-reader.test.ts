import { describe, expect, it } from '@jest/globals';
import { ExpectedFailure } from '../../../src/community/expected-failure.ts';
import { en } from '../../../src/messages/en.ts';
import type { Exchange } from '../../../src/z-api/exchange.ts';
import { operationContext } from '../operation-context.ts';
import { answered } from '../z-api/exchanges.ts';

const ID = '98372465382764532938';
const METADATA = { id: ID, name: 'Community', description: null, subGroups: [] };

const readerOf = (exchange: Exchange | (() => Promise<Exchange>)) => {
  const { context, calls } = operationContext(exchange);
  return { reader: context.communities, calls };
};

describe('reading a community', () => {
  it('gives its metadata', async () => {
    const { reader } = readerOf(answered(200, METADATA));
    expect(await reader.read(ID)).toEqual({ id: ID, name: 'Community', description: null, groups: [] });
  });

  it('gives nothing when there is no such community', async () => {
    expect(await readerOf(answered(404, '')).reader.read(ID)).toBeUndefined();
  });

  it('asks once, however often and however soon it is read', async () => {
    const { reader, calls } = readerOf(answered(200, METADATA));
    const all = await Promise.all([reader.read(ID), reader.read(ID)]);
    expect([...all, await reader.read(ID)]).toEqual(Array.from({ length: 3 }, () => all[0]));
    expect(calls).toHaveLength(1);
  });

  it('asks once when it fails too', async () => {
    const { reader, calls } = readerOf({ kind: 'no-answer', fault: 'TIMEOUT' });
    await expect(reader.read(ID)).rejects.toThrow(ExpectedFailure);
    await expect(reader.read(ID)).rejects.toThrow(ExpectedFailure);
    expect(calls).toHaveLength(1);
  });

  it('asks for each community by its own id', async () => {
    const { reader, calls } = readerOf(answered(200, { ...METADATA, id: undefined }));
    expect(await Promise.all([reader.read('11111'), reader.read('22222')])).toMatchObject([
      { id: '11111' },
      { id: '22222' },
    ]);
    expect(calls.map(([{ path }]) => path.at(-1))).toEqual(['11111', '22222']);
  });
});

describe('a community that cannot be read', () => {
  it.each<readonly [Exchange, keyof typeof en.errors]>([
    [{ kind: 'not-sent', cause: 'unreachable', fault: 'ECONNREFUSED' }, 'UPSTREAM_UNAVAILABLE'],
    [
      { kind: 'not-sent', cause: 'untrusted-certificate', fault: 'CERT_HAS_EXPIRED' },
      'UPSTREAM_MISCONFIGURED',
    ],
    [{ kind: 'no-answer', fault: 'TIMEOUT' }, 'UPSTREAM_UNAVAILABLE'],
    [answered(502, '<html>'), 'UPSTREAM_UNAVAILABLE'],
    [answered(200, { success: true }), 'UPSTREAM_UNAVAILABLE'],
    [answered(200, { error: 'Some text' }), 'UPSTREAM_PROTOCOL'],
    [answered(200, { error: 'NOT_FOUND' }), 'UPSTREAM_PROTOCOL'],
    [answered(405, ''), 'UPSTREAM_PROTOCOL'],
    [answered(403, { error: 'Client-Token x not allowed' }), 'UPSTREAM_MISCONFIGURED'],
    [answered(429, ''), 'RATE_LIMITED'],
    [answered(400, { error: 'You are not connected.' }), 'INSTANCE_DISCONNECTED'],
    [answered(400, { error: 'you must subscribe to this instance again' }), 'INSTANCE_SUBSCRIPTION_EXPIRED'],
  ])('after %j fails as expected with %s', async (exchange, code) => {
    const failure = await readerOf(exchange)
      .reader.read(ID)
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ExpectedFailure);
    expect(failure).toMatchObject({ message: en.errors[code], extensions: { code } });
  });

  it('for a reason nobody foresaw throws that reason, to be masked', async () => {
    const bug = new TypeError('bug');
    await expect(readerOf(() => Promise.reject(bug)).reader.read(ID)).rejects.toBe(bug);
  });
});
