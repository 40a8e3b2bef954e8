import { beforeAll, describe, expect, it } from '@jest/globals';
import { startSimulator } from '../../src/simulator/simulator.ts';
import { apiKeysFile, testApiKey } from '../support/api-keys.ts';
import { CANARY_ACCESS } from '../support/canaries.ts';
import { connectTo, statusesIn } from '../support/raw-http.ts';
import { closedAfterAll } from '../support/resources.ts';
import { startTestService, type TestService } from '../support/service.ts';

const APP = 'https://app.example';
const LOCAL = 'http://localhost:5173';
const HOSTED_SANDBOX = 'https://studio.apollographql.com';

const kept = closedAfterAll();
let development: TestService;
let production: TestService;
beforeAll(async () => {
  const simulator = kept(await startSimulator({ credentials: CANARY_ACCESS }));
  const keys = kept(apiKeysFile(testApiKey()));
  const environment = { CORS_ORIGINS: `${APP}, ${LOCAL}`, AUTH_API_KEYS_FILE: keys.path };
  development = kept(
    await startTestService({
      zApiUrl: simulator.url,
      environment: { ...environment, NODE_ENV: 'development' },
    }),
  );
  production = kept(
    await startTestService({
      zApiUrl: 'https://127.0.0.1:1',
      environment: { ...environment, NODE_ENV: 'production' },
    }),
  );
});

const preflight = (service: TestService, origin: string, headers: Readonly<Record<string, string>> = {}) =>
  service.request('/graphql', {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization,content-type,x-request-id',
      ...headers,
    },
  });

const call = (service: TestService, origin: string, headers: Readonly<Record<string, string>> = {}) =>
  service.graphql('{ __typename }', {}, { origin, ...testApiKey().headers, ...headers });

const corsOf = (headers: Headers) =>
  Object.fromEntries([...headers].filter(([name]) => name.startsWith('access-control-')));

describe('a page of an origin that is listed', () => {
  it.each([APP, LOCAL])('is let in by the preflight, without a credential: %s', async (origin) => {
    const { status, headers, text } = await preflight(development, origin);
    expect({ status, text, cors: corsOf(headers) }).toEqual({
      status: 204,
      text: '',
      cors: {
        'access-control-allow-origin': origin,
        'access-control-allow-methods': 'POST',
        'access-control-allow-headers': 'authorization,content-type,x-request-id',
        'access-control-expose-headers': 'x-request-id',
        'access-control-max-age': '600',
      },
    });
  });

  it.each([APP, LOCAL])('may read answers, and their request id: %s', async (origin) => {
    const { status, headers } = await call(development, origin);
    expect({ status, cors: corsOf(headers), vary: headers.get('vary') }).toEqual({
      status: 200,
      cors: { 'access-control-allow-origin': origin, 'access-control-expose-headers': 'x-request-id' },
      vary: expect.stringContaining('Origin'),
    });
  });

  it('may read that it was refused, too', async () => {
    const answers = [
      await call(development, APP, { 'x-api-key': 'backend.other' }),
      await call(development, APP, { 'content-type': 'text/plain' }),
      await development.request('/graphql', { method: 'PUT', headers: { origin: APP } }),
      await development.request('/nowhere', { headers: { origin: APP } }),
    ];
    expect(
      answers.map(({ status, headers }) => [status, headers.get('access-control-allow-origin')]),
    ).toEqual([
      [401, APP],
      [415, APP],
      [405, APP],
      [404, APP],
    ]);
  });
});

describe('a page of another origin', () => {
  it.each([
    'https://evil.example',
    'null',
    '*',
    `${APP}.evil.example`,
    'https://app.example:8443',
    'http://app.example',
    'HTTPS://APP.EXAMPLE',
    `${APP}/`,
    'http://localhost:5174',
    'file://',
  ])('is told nothing, by the preflight or the answer: %s', async (origin) => {
    const first = await preflight(development, origin);
    expect({ status: first.status, cors: corsOf(first.headers) }).toEqual({ status: 405, cors: {} });
    expect(corsOf((await call(development, origin)).headers)).toEqual({});
  });
});

describe('the hosted Sandbox', () => {
  it('is let in outside production', async () => {
    expect(corsOf((await preflight(development, HOSTED_SANDBOX)).headers)).toMatchObject({
      'access-control-allow-origin': HOSTED_SANDBOX,
    });
  });

  it('is not let in in production, where the listed origins are', async () => {
    expect(corsOf((await preflight(production, HOSTED_SANDBOX)).headers)).toEqual({});
    expect(corsOf((await preflight(production, APP)).headers)).toMatchObject({
      'access-control-allow-origin': APP,
    });
  });
});

describe('what every answer tells a browser', () => {
  it.each([
    ['an operation', '/graphql', 'POST', 200],
    ['a wrong method', '/graphql', 'PUT', 405],
    ['a health check', '/health/live', 'GET', 200],
    ['a path that leads nowhere', '/nowhere', 'GET', 404],
  ])('not to guess, frame, or run anything: %s', async (_, path, method, status) => {
    const answer = await development.request(path, {
      method,
      headers: { ...testApiKey().headers, ...(method === 'POST' && { 'content-type': 'application/json' }) },
      ...(method === 'POST' && { body: '{"query":"{ __typename }"}' }),
    });
    expect(answer.status).toBe(status);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-security-policy': "default-src 'none';frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'SAMEORIGIN',
      'referrer-policy': 'no-referrer',
      'strict-transport-security': expect.stringContaining('max-age='),
    });
    expect(answer.headers.get('x-powered-by')).toBeNull();
    expect(answer.headers.get('server')).toBeNull();
  });

  it('never allows cookies', async () => {
    const { headers } = await preflight(development, APP);
    expect(headers.get('access-control-allow-credentials')).toBeNull();
  });
});

describe('the page of the Sandbox', () => {
  const open = () => development.request('/graphql', { headers: { accept: 'text/html' } });

  it('needs no credential, and may load what it is made of alone', async () => {
    const { status, headers, text } = await open();
    expect(status).toBe(200);
    const directives = new Map(
      (headers.get('content-security-policy') ?? '').split('; ').map((directive) => {
        const [name = '', ...sources] = directive.split(' ');
        return [name, sources] as const;
      }),
    );
    const [, nonce] = /<script nonce="([0-9a-f]{64})"/.exec(text) ?? [];
    expect(directives.get('default-src')).toEqual(["'none'"]);
    expect(directives.get('script-src')).toEqual([
      `'nonce-${nonce}'`,
      'https://embeddable-sandbox.cdn.apollographql.com',
    ]);
    expect(directives.get('connect-src')).toEqual(["'self'"]);
    const loaded = [...text.matchAll(/(?:src|href)="(https:\/\/[^/"]+)/g)].map(([, origin]) => origin);
    const allowed = [...directives.values()].flat();
    expect(loaded.length).toBeGreaterThan(2);
    expect(
      loaded.filter((origin) => !allowed.includes(origin ?? '') && origin !== 'https://fonts.gstatic.com'),
    ).toEqual([]);
  });

  it('has inline parts that all carry the nonce', async () => {
    const { text } = await open();
    const inline = text.match(/<(?:script|style)\b[^>]*>/g) ?? [];
    expect(inline.length).toBeGreaterThan(2);
    expect(inline.filter((tag) => !/nonce="?[0-9a-f]{64}/.test(tag))).toEqual([]);
  });

  it('has another nonce each time', async () => {
    const nonceOf = ({ text }: { text: string }) => /nonce="([0-9a-f]+)"/.exec(text)?.[1];
    expect(nonceOf(await open())).not.toBe(nonceOf(await open()));
  });

  it('says no version of anything', async () => {
    const { text } = await open();
    expect(text).toContain('apollo%2Fserver');
    expect(text).not.toMatch(/\d+\.\d+\.\d+/);
  });

  it('is shown where the switch is on, in production too, and nowhere else', async () => {
    const keys = kept(apiKeysFile(testApiKey()));
    const environment = { NODE_ENV: 'production', AUTH_API_KEYS_FILE: keys.path, SANDBOX: 'on' };
    const on = kept(await startTestService({ zApiUrl: 'https://127.0.0.1:1', environment }));
    const off = kept(
      await startTestService({ zApiUrl: 'http://127.0.0.1:1', environment: { SANDBOX: 'off' } }),
    );
    const accept = { headers: { accept: 'text/html' } };
    expect((await on.request('/graphql', accept)).status).toBe(200);
    expect((await on.request('/', accept)).status).toBe(302);
    expect((await off.request('/graphql', accept)).status).toBe(405);
    expect((await off.request('/', accept)).status).toBe(404);
  });
});

describe('a request that a page can send without a preflight', () => {
  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'text/plain; application/json',
  ])('is refused: %s', async (contentType) => {
    const { status } = await call(development, 'https://evil.example', { 'content-type': contentType });
    expect(status).toBe(415);
  });
});

describe('a service that authenticates nobody', () => {
  const calling = async (origin: string, host = new URL(origin).host) => {
    const open = kept(
      await startTestService({ zApiUrl: 'http://127.0.0.1:1', environment: { CORS_ORIGINS: APP } }),
    );
    const connection = await connectTo(open.url);
    const body = '{"query":"{ __typename }"}';
    connection.socket.write(
      `POST /graphql HTTP/1.1\r\nHost: ${host}\r\nOrigin: ${origin}\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    );
    return statusesIn(await connection.ended);
  };

  it('is out of reach for a page whose name was made to lead here', async () => {
    expect(await calling('http://evil.example:4000')).toEqual([403]);
    expect(await calling('http://127.0.0.1.evil.example')).toEqual([403]);
    expect(await calling('http://localhost.evil.example')).toEqual([403]);
  });

  it('is in reach for its own pages, and those that are listed', async () => {
    for (const origin of ['http://127.0.0.1:4000', 'http://localhost:4000', 'http://[::1]:4000']) {
      expect(await calling(origin)).toEqual([200]);
    }
    expect(await calling(APP, '127.0.0.1:4000')).toEqual([200]);
  });
});
