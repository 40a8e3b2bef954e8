import { once } from 'node:events';
import net from 'node:net';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import nodeFetch from 'node-fetch';
import { type Fault, respond, startFaultServer } from '../../support/fault-server.ts';
import { certificate, trustTestCa } from '../../support/test-certificates.ts';
import { unusedPort } from '../../support/unused-port.ts';
import { COMMUNITY_ID, EXPECTED, GROUPS, limited, unlink } from './unlinking.ts';
import { answerPost, jsonAnswer, onPost, SUCCESS, startUpstream, type Upstream } from './upstream.ts';
import { usingService } from './using-service.ts';

const opened: { close(): Promise<void> }[] = [];
const openUpstream = async (...options: Parameters<typeof startUpstream>): Promise<Upstream> => {
  const upstream = await startUpstream(...options);
  opened.push(upstream);
  return upstream;
};
afterEach(async () => {
  jest.restoreAllMocks();
  await Promise.all(opened.splice(0).map((one) => one.close()));
});

/** Makes the first so many connections fail their handshake, and hands all later ones on to a server of TLS. */
const startFlakyTls = async (failures: number, fault: Fault): Promise<Upstream> => {
  const upstream = await openUpstream({ tls: certificate('trusted') });
  const front = await startFaultServer(async (connection) => {
    if (front.connections() <= failures) {
      await once(connection.socket, 'data');
      return fault(connection);
    }
    const onwards = net.connect(upstream.port, '127.0.0.1').on('error', () => connection.reset());
    connection.socket.pipe(onwards).pipe(connection.socket);
  });
  opened.push(front);
  return {
    ...upstream,
    url: `https://127.0.0.1:${front.port}`,
    port: front.port,
    connections: front.connections,
  };
};

describe('a POST that was not sent', () => {
  it.each([1, 2])(
    'is sent once the port is listened on, and once only: refused %i times before',
    async (refusals) => {
      const port = await unusedPort();
      const posts: string[] = [];
      let attempts = 0;
      const server = net.createServer((socket) => {
        socket
          .on('error', () => {})
          .on('data', (bytes) => {
            posts.push(bytes.toString('latin1'));
            socket.end(SUCCESS);
          });
      });
      opened.push({ close: async () => void server.close() });
      const fetch: typeof nodeFetch = async (...request) => {
        attempts += 1;
        if (attempts > refusals) await once(server.listen(port, '127.0.0.1'), 'listening');
        return nodeFetch(...request);
      };
      await usingService({ zApiUrl: `http://127.0.0.1:${port}`, fetch: fetch as never }, async (service) => {
        expect(await unlink(service)).toEqual(EXPECTED.success);
      });
      expect(attempts).toBe(refusals + 1);
      expect(posts).toHaveLength(1);
      expect(posts[0]).toContain(`{"communityId":"${COMMUNITY_ID}"`);
    },
  );

  it.each<[string, Fault]>([
    ['reset', ({ reset }) => reset()],
    ['ended', ({ end }) => end()],
  ])('is sent once when its handshake was %s twice before', async (_, fail) => {
    trustTestCa();
    const upstream = await startFlakyTls(2, fail);
    upstream.play(answerPost(SUCCESS));
    await usingService({ zApiUrl: upstream.url }, async (service) => {
      expect(await unlink(service)).toEqual(EXPECTED.success);
    });
    expect(upstream.posts()).toHaveLength(1);
    expect(upstream.connections()).toBe(3);
  });

  it('is given up after the third attempt', async () => {
    trustTestCa();
    const upstream = await startFlakyTls(3, ({ reset }) => reset());
    upstream.play(answerPost(SUCCESS));
    await usingService({ zApiUrl: upstream.url }, async (service) => {
      expect(await unlink(service)).toEqual(EXPECTED.unavailable);
    });
    expect(upstream.posts()).toEqual([]);
    expect(upstream.connections()).toBe(3);
  });

  it('is not tried past the deadline', async () => {
    const upstream = await openUpstream();
    upstream.play(() => {});
    const zApiUrl = upstream.url.replace('http:', 'https:');
    const environment = { ZAPI_ATTEMPT_TIMEOUT_MS: '250', ZAPI_DEADLINE_MS: '251' };
    await usingService({ zApiUrl, environment }, async (service) => {
      const startedAt = performance.now();
      expect(await unlink(service)).toEqual(EXPECTED.unavailable);
      expect(performance.now() - startedAt).toBeLessThan(251 + 250);
    });
    expect(upstream.connections()).toBeLessThanOrEqual(2);
  });

  it('is not sent again when the repeat leaves the outcome unknown', async () => {
    trustTestCa();
    const upstream = await startFlakyTls(1, ({ reset }) => reset());
    upstream.play(onPost(({ reset }) => reset()));
    await usingService({ zApiUrl: upstream.url }, async (service) => {
      expect(await unlink(service)).toEqual(EXPECTED.unknown);
    });
    expect(upstream.posts()).toHaveLength(1);
  });
});

describe('a POST that must not be repeated', () => {
  it.each<[string, Fault, unknown]>([
    ['was read and then reset', onPost(({ reset }) => reset()), EXPECTED.unknown],
    ['was read and then closed', onPost(({ end }) => end()), EXPECTED.unknown],
    [
      'was answered by half',
      answerPost('HTTP/1.1 200 OK\r\nContent-Length: 16\r\n\r\n{"succ'),
      EXPECTED.unknown,
    ],
    ['met 503', answerPost(respond('503 Any', { 'retry-after': '0' })), EXPECTED.unknown],
    ['met 408', answerPost(respond('408 Any')), EXPECTED.unknown],
    ['was refused', answerPost(jsonAnswer(200, { success: false })), EXPECTED.rejected],
    ['met 429', answerPost(respond('429 Any', { 'retry-after': '1' })), limited(1)],
    ['was redirected', answerPost(respond('307 Any', { location: '/' })), EXPECTED.unknown],
  ])('is sent once when it %s', async (_, fault, expected) => {
    const upstream = await openUpstream();
    upstream.play(fault);
    await usingService({ zApiUrl: upstream.url }, async (service) => {
      expect(await unlink(service)).toEqual(expected);
    });
    expect(upstream.posts()).toHaveLength(1);
  });

  it('is tried on one connection only when the certificate is not trusted', async () => {
    const upstream = await openUpstream({ tls: certificate('self-signed') });
    upstream.play(answerPost(SUCCESS));
    await usingService({ zApiUrl: upstream.url }, async (service) => {
      expect(await unlink(service)).toEqual(EXPECTED.misconfigured);
    });
    expect(upstream.connections()).toBe(1);
    expect(upstream.posts()).toEqual([]);
  });
});

describe('a read', () => {
  const METADATA = jsonAnswer(200, {
    id: COMMUNITY_ID,
    name: 'Read at last',
    subGroups: [{ phone: '120363019502650978-group', name: 'Other', isGroupAnnouncement: false }],
  });
  const READ = 'query ($id: ID!) { community(id: $id) { name } }';

  /** Plays the fault on the first so many reads. */
  const afterFailures = (upstream: Upstream, failures: number, fault: Fault): Fault => {
    const answering: Fault = async ({ request, send, end }) => {
      await request();
      send(METADATA);
      end();
    };
    return (connection) => (upstream.connections() <= failures ? fault(connection) : answering(connection));
  };
  const onceRead =
    (fault: Fault): Fault =>
    async (connection) => {
      await connection.request();
      return fault(connection);
    };

  it.each<[string, Fault]>([
    ['reset', onceRead(({ reset }) => reset())],
    ['ended', onceRead(({ end }) => end())],
    [
      'met by half a head',
      onceRead(({ send, end }) => {
        send('HTTP/1.1 200 OK\r\nConte');
        end();
      }),
    ],
  ])('is answered by the third attempt when two were %s', async (_, fault) => {
    const upstream = await openUpstream();
    upstream.play(afterFailures(upstream, 2, fault));
    await usingService({ zApiUrl: upstream.url }, async (service) => {
      const { body } = await service.graphql(READ, { id: COMMUNITY_ID });
      expect(body).toEqual({ data: { community: { name: 'Read at last' } } });
    });
    expect(upstream.gets()).toHaveLength(3);
  });

  it('is given up after the third attempt', async () => {
    const upstream = await openUpstream();
    upstream.play(
      afterFailures(
        upstream,
        3,
        onceRead(({ reset }) => reset()),
      ),
    );
    await usingService({ zApiUrl: upstream.url }, async (service) => {
      const { body } = await service.graphql(READ, { id: COMMUNITY_ID });
      expect(body.errors).toMatchObject([{ extensions: { code: 'UPSTREAM_UNAVAILABLE' } }]);
    });
    expect(upstream.gets()).toHaveLength(3);
  });

  it.each([429, 500, 503])('is not repeated when it was answered: %i', async (status) => {
    const upstream = await openUpstream();
    upstream.play(
      onceRead(({ send, end }) => {
        send(respond(`${status} Any`));
        end();
      }),
    );
    await usingService({ zApiUrl: upstream.url }, async (service) => {
      const { body } = await service.graphql(READ, { id: COMMUNITY_ID });
      expect(body.data).toEqual({ community: null });
    });
    expect(upstream.gets()).toHaveLength(1);
  });

  it('back after an unknown outcome is repeated too, and settles it', async () => {
    const upstream = await openUpstream();
    const posting = onPost(({ reset }) => reset());
    const reading = afterFailures(
      upstream,
      3,
      onceRead(({ reset }) => reset()),
    );
    upstream.play((connection) => (upstream.connections() === 1 ? posting(connection) : reading(connection)));
    await usingService({ zApiUrl: upstream.url }, async (service) => {
      expect(await unlink(service)).toEqual({
        ...EXPECTED.success,
        confirmation: 'OBSERVED',
        groups: GROUPS.map((phone) => ({ phone, status: 'NOT_LINKED', blocker: null })),
      });
    });
    expect(upstream.posts()).toHaveLength(1);
    expect(upstream.gets()).toHaveLength(3);
  });
});
