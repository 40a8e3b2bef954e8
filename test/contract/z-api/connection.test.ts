import { once } from 'node:events';
import http from 'node:http';
import net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import tls from 'node:tls';
import { afterEach, describe, expect, it } from '@jest/globals';
import { singleUseConnections } from '../../../src/z-api/connections.ts';
import { defaultFetch, type Fetch } from '../../../src/z-api/fetch.ts';
import { createTransport } from '../../../src/z-api/transport.ts';
import { CANARY_ACCESS } from '../../support/canaries.ts';
import { respond, startFaultServer } from '../../support/fault-server.ts';
import { certificate } from '../../support/test-certificates.ts';
import { until } from '../../support/until.ts';

const opened: { close(): unknown }[] = [];
const kept = <T extends { close(): unknown }>(one: T): T => {
  opened.push(one);
  return one;
};
afterEach(async () => {
  await Promise.all(opened.splice(0).map((one) => one.close()));
});

const REQUEST = { method: 'POST', path: ['communities', 'unlink'], body: {} } as const;

const portOf = (server: net.Server) => (server.address() as net.AddressInfo).port;

describe('over TLS', () => {
  /** The name that is asked for in the handshake with a server at this host. */
  const nameAskedFor = async (host: string): Promise<string | false | undefined> => {
    let name: string | false | undefined;
    const server = kept(
      tls.createServer({
        ...certificate('self-signed'),
        SNICallback: (servername, decide) => {
          name = servername;
          decide(null);
        },
      }),
    );
    server.on('tlsClientError', () => {}).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const baseUrl = `https://${host}:${portOf(server)}`;
    const exchange = await createTransport({ baseUrl, ...CANARY_ACCESS })(REQUEST, 9_000);
    expect(exchange).toMatchObject({ kind: 'not-sent', cause: 'untrusted-certificate' });
    return name;
  };

  it('a host is asked for by its name', async () => {
    expect(await nameAskedFor('localhost')).toBe('localhost');
  });

  it('an address is not: it is no name', async () => {
    expect(await nameAskedFor('127.0.0.1')).toBeUndefined();
  });
});

describe('a connection', () => {
  const answering = async () =>
    kept(
      await startFaultServer(async ({ request, send }) => {
        await request();
        send(respond('200 OK', { 'content-type': 'application/json' }, '{"success":true}'));
      }),
    );

  it('is never opened once the time is up: what is told not sent stays so, whatever the client does', async () => {
    const zApi = await answering();
    const late: Fetch = async (url, request) => {
      await sleep(60);
      return defaultFetch(url, request);
    };
    const exchange = await createTransport({ baseUrl: zApi.url, ...CANARY_ACCESS }, late)(REQUEST, 20);
    expect(exchange).toEqual({ kind: 'not-sent', cause: 'unreachable', fault: 'TIMEOUT' });
    await sleep(100);
    expect(zApi.requests).toEqual([]);
  });

  it('goes to the configured host, whatever a URL says', async () => {
    const zApi = await answering();
    const { agent } = singleUseConnections(zApi.url)();
    const head = { method: 'POST', headers: {}, redirect: 'manual', compress: false, size: 9_999 } as const;
    const response = await defaultFetch('http://elsewhere.invalid/x', { ...head, agent });
    expect(response.status).toBe(200);
    expect(zApi.requests).toHaveLength(1);
  });

  it('is closed when its request was given up before it got it', async () => {
    const ends = { opened: 0, closed: 0 };
    const server = net.createServer((socket) => {
      ends.opened += 1;
      socket
        .on('error', () => {})
        .on('close', () => {
          ends.closed += 1;
        });
    });
    kept(server.listen(0, '127.0.0.1'));
    await once(server, 'listening');
    const { agent } = singleUseConnections(`http://127.0.0.1:${portOf(server)}`)();
    http
      .request({ agent, host: 'any.invalid' })
      .on('error', () => {})
      .destroy();
    await until(() => ends.closed === 1);
    expect(ends.opened).toBe(1);
  });
});
