import { once } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import type tls from 'node:tls';
import { describe, expect, it } from '@jest/globals';
import { type Fault, type FaultServer, respond, startFaultServer } from '../../support/fault-server.ts';

const OK = respond('200 OK', { 'content-type': 'application/json' }, '{"success":true}');

/** A pre-shared key instead of a certificate: TLS without a private key in the repository. */
const PSK = Buffer.from('0123456789abcdef');
const PSK_ONLY = { ciphers: 'PSK', minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2' } as const;
const SERVER_TLS: tls.TlsOptions = { ...PSK_ONLY, pskCallback: () => PSK };
const CLIENT_TLS: tls.ConnectionOptions = {
  ...PSK_ONLY,
  pskCallback: () => ({ psk: PSK, identity: 'test' }),
  checkServerIdentity: () => undefined,
};

const using = async (
  fault: Fault,
  body: (server: FaultServer) => Promise<void>,
  options?: { readonly tls: tls.TlsOptions },
) => {
  const server = await startFaultServer(fault, options);
  try {
    await body(server);
  } finally {
    await server.close();
  }
};

const read = async (response: http.IncomingMessage) => {
  const chunks: Buffer[] = [];
  for await (const chunk of response as AsyncIterable<Buffer>) chunks.push(chunk);
  return { status: response.statusCode, body: Buffer.concat(chunks).toString('utf8') };
};

const post = (server: FaultServer, body = 'olá', agent: http.Agent | false = false) =>
  new Promise<{ status: number | undefined; body: string }>((resolve, reject) => {
    const secure = server.url.startsWith('https:');
    const options = { method: 'POST', agent, ...(secure && CLIENT_TLS) };
    const request = (secure ? https : http).request(`${server.url}/path`, options);
    request.on('response', (response) => read(response).then(resolve, reject));
    request.on('error', reject).end(body);
  });

describe('respond', () => {
  it('frames the body by its bytes', () => {
    expect(respond('200 OK', { 'content-type': 'text/plain' }, 'olá')).toBe(
      'HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ncontent-length: 4\r\n\r\nolá',
    );
    expect(respond('204 No Content')).toBe('HTTP/1.1 204 No Content\r\ncontent-length: 0\r\n\r\n');
  });

  it('leaves the framing to headers that give one', () => {
    expect(respond('200 OK', { 'Content-Length': '9' }, 'x')).toBe(
      'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx',
    );
    expect(respond('200 OK', { 'transfer-encoding': 'chunked' }, '0\r\n\r\n')).not.toMatch(/content-length/);
  });
});

describe('the fault server', () => {
  const answering: Fault = async ({ request, send }) => {
    for (;;) {
      await request();
      send(OK);
    }
  };

  it('hands over the exact bytes of a request and sends back what it is told', async () => {
    const seen: Buffer[] = [];
    await using(
      async ({ request, send }) => {
        seen.push(await request());
        send(OK);
      },
      async (server) => {
        expect(server.url).toBe(`http://127.0.0.1:${server.port}`);
        expect(await post(server)).toEqual({ status: 200, body: '{"success":true}' });
        expect(seen).toEqual(server.requests);
        expect(String(seen[0])).toMatch(/^POST \/path HTTP\/1\.1\r\n[\s\S]*\r\n\r\nolá$/);
      },
    );
  });

  it('reads a request that comes in pieces and two that come in one', () =>
    using(answering, async (server) => {
      const one = 'POST / HTTP/1.1\r\nHost: x\r\nCONTENT-LENGTH:3\r\n\r\nabc';
      const two = 'GET /2 HTTP/1.1\r\nHost: x\r\n\r\n';
      const socket = net.connect(server.port, '127.0.0.1').setNoDelay();
      let received = '';
      socket.on('data', (chunk) => {
        received += chunk;
      });
      for (const piece of [one.slice(0, 20), one.slice(20, -1), one.slice(-1) + two + one]) {
        socket.write(piece);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      while (received.length < 3 * OK.length) await once(socket, 'data');
      expect(received).toBe(OK.repeat(3));
      expect(server.requests.map(String)).toEqual([one, two, one]);
      socket.destroy();
    }));

  it('does not count a request that is not whole', () =>
    using(answering, async (server) => {
      const socket = net.connect(server.port, '127.0.0.1');
      socket.end('POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\nab').resume();
      await once(socket, 'close');
      expect(server.connections()).toBe(1);
      expect(server.requests).toEqual([]);
    }));

  it('counts connections and requests apart', () =>
    using(answering, async (server) => {
      const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
      await post(server, 'a', agent);
      await post(server, 'b', agent);
      await post(server, 'c');
      agent.destroy();
      expect({ connections: server.connections(), requests: server.requests.length }).toEqual({
        connections: 2,
        requests: 3,
      });
    }));

  it('records requests the fault never asks for', () =>
    using(
      () => {},
      async (server) => {
        const pending = post(server).catch((error: unknown) => error);
        while (server.requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
        await server.close();
        expect(await pending).toMatchObject({ code: 'ECONNRESET' });
      },
    ));

  it.each([
    ['http', undefined],
    ['https', { tls: SERVER_TLS }],
  ])('resets and ends connections over %s', async (scheme, options) => {
    await using(
      async ({ request, reset }) => {
        await request();
        reset();
      },
      async (server) => {
        expect(server.url).toBe(`${scheme}://127.0.0.1:${server.port}`);
        await expect(post(server)).rejects.toMatchObject({ code: 'ECONNRESET', message: 'read ECONNRESET' });
      },
      options,
    );
    await using(
      async ({ request, send, end }) => {
        await request();
        send(OK.slice(0, -1));
        end();
      },
      async (server) => {
        await expect(post(server)).rejects.toMatchObject({ message: 'aborted' });
      },
      options,
    );
  });

  it('answers over TLS', () =>
    using(answering, async (server) => expect((await post(server)).status).toBe(200), { tls: SERVER_TLS }));

  it('survives a handshake that fails', () =>
    using(
      answering,
      async (server) => {
        const socket = net.connect(server.port, '127.0.0.1');
        socket.on('error', () => {}).resume();
        socket.write('GET / HTTP/1.1\r\n\r\n');
        await once(socket, 'close');
        expect((await post(server)).status).toBe(200);
        expect(server.connections()).toBe(2);
      },
      { tls: SERVER_TLS },
    ));

  it('bears a client that leaves and words sent after it', () =>
    using(
      async ({ socket, send, reset, end }) => {
        await once(socket, 'close');
        send('late');
        end();
        reset();
      },
      async (server) => {
        const socket = net.connect(server.port, '127.0.0.1');
        await once(socket, 'connect');
        socket.end().resume();
        await once(socket, 'close');
      },
    ));

  it('says at the end that the fault itself went wrong', async () => {
    const server = await startFaultServer(() => {
      throw new Error('mistake in the test');
    });
    await expect(post(server)).rejects.toMatchObject({ code: 'ECONNRESET' });
    await expect(server.close()).rejects.toThrow('mistake in the test');
  });
});
