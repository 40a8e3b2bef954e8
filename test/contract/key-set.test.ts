import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { decodeProtectedHeader, type FlattenedJWSInput } from 'jose';
import { createKeySet, KeysUnavailable } from '../../src/auth/jwks.ts';
import { type Issuer, startIssuer } from '../support/issuer.ts';
import { closedAfterEach } from '../support/resources.ts';

const MINUTE_MS = 60_000;

/** The time that jose and the key set read. It stands still unless `passed` moves it. */
let nowMs: number;
const passed = (ms: number): void => {
  nowMs += ms;
};

beforeEach(() => {
  nowMs = 1_000_000;
  jest.spyOn(Date, 'now').mockImplementation(() => nowMs);
});
afterEach(() => {
  jest.restoreAllMocks();
});

/** Its keys are of an algorithm for which they are made in no time. */
const startFastIssuer = () => startIssuer({ algorithm: 'ES256' });

/** Looks up the key of a token. */
const setUp = (issuer: Issuer) => {
  const keySet = createKeySet(issuer.jwksUrl);
  const keyFor = async (token: string): Promise<'found' | string> =>
    Promise.resolve(keySet(decodeProtectedHeader(token) as never, {} as FlattenedJWSInput)).then(
      () => 'found',
      (error: Error) => error.name,
    );
  return { keyFor };
};

const NO_SUCH_KEY = 'JWKSNoMatchingKey';
const UNAVAILABLE = 'KeysUnavailable';

const FAULTS: readonly (readonly [name: string, player: Parameters<Issuer['play']>[0]])[] = [
  ['answers 500', (_, response) => void response.writeHead(500).end('{"keys":[]}')],
  ['answers 404', (_, response) => void response.writeHead(404).end()],
  ['answers no JSON', (_, response) => void response.end('<html>')],
  ['answers JSON that is no key set', (_, response) => void response.end('{"keys":7}')],
  ['answers an empty key set', (_, response) => void response.end('{"keys":[]}')],
  ['answers null', (_, response) => void response.end('null')],
  ['redirects', (_, response) => void response.writeHead(302, { location: '/other' }).end()],
  ['ends the connection', (request) => void request.socket.destroy()],
  [
    'answers in part',
    (_, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{"keys":[', () => response.socket?.destroy());
    },
  ],
];

describe('the key set', () => {
  const opened = closedAfterEach();

  it('is asked for once, however many need it at once', async () => {
    const issuer = opened(await startFastIssuer());
    const { keyFor } = setUp(issuer);
    const token = await issuer.token();
    expect(await Promise.all([keyFor(token), keyFor(token), keyFor(token)])).toEqual(Array(3).fill('found'));
    expect(await keyFor(token)).toBe('found');
    expect(issuer.asked()).toBe(1);
  });

  it('is asked for again after ten minutes, so that a key taken back stops working', async () => {
    const issuer = opened(await startFastIssuer());
    const { keyFor } = setUp(issuer);
    const token = await issuer.token();
    await keyFor(token);
    await issuer.rotate({ dropOld: true });
    passed(10 * MINUTE_MS - 1);
    expect(await keyFor(token)).toBe('found');
    passed(1);
    expect(await keyFor(token)).toBe(NO_SUCH_KEY);
    expect(issuer.asked()).toBe(2);
  });

  it('is asked for again at an unknown key, but not within half a minute', async () => {
    const issuer = opened(await startFastIssuer());
    const { keyFor } = setUp(issuer);
    await keyFor(await issuer.token());
    await issuer.rotate();
    const token = await issuer.token();
    expect(await keyFor(token)).toBe(NO_SUCH_KEY);
    expect(issuer.asked()).toBe(1);
    passed(30_000);
    expect(await keyFor(token)).toBe('found');
    expect(issuer.asked()).toBe(2);
  });

  it('is waited for by all who need a new key while it is asked for', async () => {
    const issuer = opened(await startFastIssuer());
    const { keyFor } = setUp(issuer);
    await keyFor(await issuer.token());
    await issuer.rotate();
    const token = await issuer.token();
    passed(30_000);
    expect(await Promise.all(Array.from({ length: 10 }, () => keyFor(token)))).toEqual(
      Array(10).fill('found'),
    );
    expect(issuer.asked()).toBe(2);
  });

  it.each<[string, Parameters<Issuer['play']>[0]]>([
    ['answers', undefined],
    ['fails', (request) => void request.socket.destroy()],
  ])('is not asked for over and over by unknown keys, when its server %s', async (_, player) => {
    const issuer = opened(await startFastIssuer());
    const { keyFor } = setUp(issuer);
    await keyFor(await issuer.token());
    issuer.play(player);
    passed(30_000);
    const unknown = await issuer.token({}, { header: { kid: 'unknown' } });
    for (let time = 0; time < 5; time += 1) expect(await keyFor(unknown)).toBe(NO_SUCH_KEY);
    expect(issuer.asked()).toBe(2);
  });

  it.each(FAULTS)(
    'is kept when its server %s, and that one is left alone for half a minute',
    async (_, player) => {
      const issuer = opened(await startFastIssuer());
      const { keyFor } = setUp(issuer);
      const token = await issuer.token();
      await keyFor(token);
      issuer.play(player);
      passed(10 * MINUTE_MS);
      for (let time = 0; time < 3; time += 1) expect(await keyFor(token)).toBe('found');
      expect(issuer.asked()).toBe(2);
      passed(30_000);
      expect(await keyFor(token)).toBe('found');
      expect(issuer.asked()).toBe(3);
      expect(await keyFor(await issuer.token({}, { header: { kid: 'unknown' } }))).toBe(NO_SUCH_KEY);
    },
  );

  it.each(FAULTS)(
    'is unavailable when its server %s and there is none to keep, until it answers',
    async (_, player) => {
      const issuer = opened(await startFastIssuer());
      const { keyFor } = setUp(issuer);
      const token = await issuer.token();
      issuer.play(player);
      expect(await keyFor(token)).toBe(UNAVAILABLE);
      issuer.play(undefined);
      expect(await keyFor(token)).toBe('found');
    },
  );

  it('is not read on and on: a server that never ends is as good as none', async () => {
    const issuer = opened(await startFastIssuer());
    const { keyFor } = setUp(issuer);
    let sent = 0;
    issuer.play((_, response) => {
      const more = () => {
        let hasRoom = true;
        while (hasRoom && sent < 50_000_000 && !response.destroyed) {
          hasRoom = response.write('x'.repeat(65_536));
          sent += 65_536;
        }
      };
      response.on('drain', more);
      more();
    });
    expect(await keyFor(await issuer.token())).toBe(UNAVAILABLE);
    expect(sent).toBeLessThan(10_000_000);
  });

  it('is unavailable when its server says nothing for five seconds', async () => {
    const issuer = opened(await startFastIssuer());
    const { keyFor } = setUp(issuer);
    const timeout = AbortSignal.timeout;
    const timeouts = jest.spyOn(AbortSignal, 'timeout').mockImplementation(() => timeout(50));
    issuer.play(() => {});
    expect(await keyFor(await issuer.token())).toBe(new KeysUnavailable().name);
    expect(timeouts.mock.calls).toEqual([[5_000]]);
  });
});
