import { once } from 'node:events';
import type tls from 'node:tls';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { EXPECTED, type Member, unlink } from '../../contract/z-api/unlinking.ts';
import { answerPost, onPost, SUCCESS, startUpstream, type Upstream } from '../../contract/z-api/upstream.ts';
import { usingService } from '../../contract/z-api/using-service.ts';
import { startBlackHole } from '../../support/black-hole.ts';
import { type Fault, respond } from '../../support/fault-server.ts';
import { certificate, trustTestCa } from '../../support/test-certificates.ts';
import { unusedPort } from '../../support/unused-port.ts';

/** How a handshake record begins. */
const CLIENT_HELLO = Buffer.of(0x16, 0x03);

/** Longer than three attempts with their pauses take when each fails at once. */
const ATTEMPT_MS = 300;
const DEADLINE_MS = 700;

/** For what is answered: a slow machine must not turn it into a timeout. */
const PATIENT = { ZAPI_ATTEMPT_TIMEOUT_MS: '9000', ZAPI_DEADLINE_MS: '9999' };

const unlinkAt = (zApiUrl: string, environment: Readonly<Record<string, string>> = {}): Promise<Member> => {
  const settings = {
    ZAPI_ATTEMPT_TIMEOUT_MS: String(ATTEMPT_MS),
    ZAPI_DEADLINE_MS: String(DEADLINE_MS),
    ...environment,
  };
  return usingService({ zApiUrl, environment: settings }, (service) => unlink(service));
};

const opened: Upstream[] = [];
const openUpstream = async (...options: Parameters<typeof startUpstream>): Promise<Upstream> => {
  const upstream = await startUpstream(...options);
  opened.push(upstream);
  return upstream;
};

/** Counts, besides whole requests, every byte that was decrypted. */
const startTlsUpstream = async (name: string) => {
  let bytes = 0;
  const upstream = await openUpstream({ tls: certificate(name) });
  const answering = answerPost(SUCCESS);
  upstream.play((connection) => {
    connection.socket.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
    });
    return answering(connection);
  });
  return { ...upstream, decryptedBytes: () => bytes };
};

afterEach(async () => {
  jest.restoreAllMocks();
  await Promise.all(opened.splice(0).map((upstream) => upstream.close()));
});

describe('an address without a service', () => {
  it('is unavailable when its name is not known', async () => {
    expect(await unlinkAt('https://nowhere.invalid')).toEqual(EXPECTED.unavailable);
  });

  it.each(['http', 'https'])('is unavailable when it refuses the connection: %s', async (scheme) => {
    const port = await unusedPort();
    expect(await unlinkAt(`${scheme}://127.0.0.1:${port}`)).toEqual(EXPECTED.unavailable);
  });

  it('is unavailable when nobody takes the connection up', async () => {
    const { port, close } = await startBlackHole();
    try {
      const startedAt = performance.now();
      expect(await unlinkAt(`http://127.0.0.1:${port}`)).toEqual(EXPECTED.unavailable);
      expect(performance.now() - startedAt).toBeGreaterThanOrEqual(ATTEMPT_MS - 10);
    } finally {
      await close();
    }
  });
});

describe('a certificate', () => {
  it('lets the request through when it is in order', async () => {
    trustTestCa();
    const upstream = await startTlsUpstream('trusted');
    expect(await unlinkAt(upstream.url, PATIENT)).toEqual(EXPECTED.success);
    expect(upstream.posts()).toHaveLength(1);
  });

  it.each([
    ['is signed by itself', 'self-signed', () => {}],
    ['is signed by nobody known', 'trusted', () => {}],
    ['has expired', 'expired', () => trustTestCa()],
    ['names another host', 'wrong-name', () => trustTestCa()],
    ['is meant for clients only', 'wrong-purpose', () => trustTestCa()],
  ])('is misconfigured, once, and nothing is sent when it %s', async (_, name, prepare) => {
    prepare();
    const upstream = await startTlsUpstream(name);
    expect(await unlinkAt(upstream.url)).toEqual(EXPECTED.misconfigured);
    expect(upstream.decryptedBytes()).toBe(0);
    expect(upstream.connections()).toBe(1);
  });
});

describe('a handshake that fails', () => {
  const afterHello =
    (fault: Fault): Fault =>
    async (connection) => {
      await once(connection.socket, 'data');
      return fault(connection);
    };

  it.each<[string, Fault]>([
    [
      'is answered in plain text',
      afterHello(({ send, end }) => {
        send(respond('400 Bad Request', {}, 'The plain HTTP request was sent to HTTPS port'));
        end();
      }),
    ],
    [
      'is answered by success in plain text',
      afterHello(({ send, end }) => {
        send(SUCCESS);
        end();
      }),
    ],
    ['is reset', afterHello(({ reset }) => reset())],
    ['ends', afterHello(({ end }) => end())],
    [
      'meets a fatal alert',
      afterHello(({ send, end }) => {
        send(Buffer.from('15030300020228', 'hex'));
        end();
      }),
    ],
    ['meets silence', () => {}],
  ])('is unavailable, and nothing is sent when it %s', async (_, fault) => {
    const upstream = await openUpstream();
    const received: Buffer[] = [];
    upstream.play((connection) => {
      connection.socket.on('data', (chunk: Buffer) => received.push(chunk));
      return fault(connection);
    });
    expect(await unlinkAt(upstream.url.replace('http:', 'https:'))).toEqual(EXPECTED.unavailable);
    const hello = Buffer.concat(received);
    expect(hello.subarray(0, 2)).toEqual(CLIENT_HELLO);
    expect(hello.toString('latin1')).not.toMatch(/POST|instances|communityId/);
    expect(upstream.posts()).toEqual([]);
  });

  it('is unavailable when the server speaks no version of TLS that is spoken here', async () => {
    const upstream = await openUpstream({
      tls: { ...certificate('trusted'), maxVersion: 'TLSv1.1', minVersion: 'TLSv1' },
    });
    upstream.play(onPost(({ send }) => send(SUCCESS)));
    expect(await unlinkAt(upstream.url)).toEqual(EXPECTED.unavailable);
    expect(upstream.posts()).toEqual([]);
  });
});

describe('a connection that stands', () => {
  it('is no longer "not sent": over TLS, what breaks after the handshake leaves the outcome unknown', async () => {
    trustTestCa();
    const upstream = await startTlsUpstream('trusted');
    upstream.play(onPost(({ reset }) => reset()));
    expect(await unlinkAt(upstream.url, PATIENT)).toEqual(EXPECTED.unknown);
    expect(upstream.posts()).toHaveLength(1);
  });

  it('is so too when its TLS session is taken up again', async () => {
    trustTestCa();
    const upstream = await startTlsUpstream('trusted');
    let resumed: boolean | undefined;
    await usingService({ zApiUrl: upstream.url }, async (service) => {
      expect(await unlink(service)).toEqual(EXPECTED.success);
      upstream.play((connection) => {
        resumed ??= (connection.socket as tls.TLSSocket).isSessionReused();
        return onPost(({ reset }) => reset())(connection);
      });
      expect(await unlink(service)).toEqual(EXPECTED.unknown);
    });
    expect(resumed).toBe(true);
    expect(upstream.posts()).toHaveLength(1);
  });
});
