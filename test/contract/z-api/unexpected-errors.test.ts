import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createAuditLog } from '../../../src/bootstrap/audit-log.ts';
import { createLogger } from '../../../src/bootstrap/logger.ts';
import { readConfig } from '../../../src/config/config.ts';
import { startService } from '../../../src/server.ts';
import { defaultFetch, type Fetch, type FetchResponse } from '../../../src/z-api/fetch.ts';
import { createTransport } from '../../../src/z-api/transport.ts';
import { ZApiDatasource } from '../../../src/z-api/z-api.datasource.ts';
import { CANARY_ACCESS, leaksIn } from '../../support/canaries.ts';
import { startTestService, type TestService } from '../../support/service.ts';
import { COMMUNITY_ID, EXPECTED, GROUPS, unlink } from './unlinking.ts';
import { answerPost, SUCCESS, startUpstream, type Upstream } from './upstream.ts';

let upstream: Upstream;
beforeAll(async () => {
  upstream = await startUpstream();
});
afterAll(() => upstream.close());

const thrower = (thrown: unknown) => (): never => {
  throw thrown;
};

type Weird = readonly [string, (url: string) => unknown];

/** Errors as no library should throw them; all that can carry the URL do. */
const TALKATIVE: readonly Weird[] = [
  ['an Error with the URL in its text', (url) => new Error(`request to ${url} failed`)],
  ['an Error with the URL in its code', (url) => Object.assign(new Error('x'), { code: url })],
  ['an Error with the secrets in its name', (url) => Object.assign(new Error('x'), { name: url })],
  ['an Error with the URL in its cause', (url) => new TypeError('x', { cause: new Error(url) })],
  [
    'an Error with the request in it',
    (url) => Object.assign(new Error('x'), { request: { url, ...CANARY_ACCESS } }),
  ],
  ['an AggregateError', (url) => new AggregateError([new Error(url)], url)],
  ['a code that means "not sent" elsewhere', () => Object.assign(new Error('x'), { code: 'ECONNREFUSED' })],
  [
    'a code that means "not trusted" elsewhere',
    () => Object.assign(new Error('x'), { code: 'CERT_HAS_EXPIRED' }),
  ],
  ['an abort nobody asked for', () => new DOMException('x', 'AbortError')],
  ['a text', (url) => url],
  ['a number', () => 42],
  ['undefined', () => undefined],
  ['null', () => null],
  ['a symbol', () => Symbol('x')],
  ['a function', () => () => {}],
  ['an object without prototype', (url) => Object.assign(Object.create(null), { url })],
  ['a promise', () => Promise.resolve()],
];

/** Errors that throw again, the URL in hand, when they are looked at. */
const HOSTILE: readonly Weird[] = [
  [
    'an Error that cannot be looked at',
    (url) => {
      const look = { get: thrower(new Error(url)) };
      return Object.defineProperties(new Error(), {
        message: look,
        code: look,
        stack: look,
        name: look,
        cause: look,
      });
    },
  ],
  [
    'a proxy that throws at every touch',
    (url) => {
      const touch = thrower(new Error(url));
      return new Proxy(() => {}, { get: touch, has: touch, getPrototypeOf: touch, ownKeys: touch });
    },
  ],
];

/** How the response, which really came, is spoiled. */
const STEPS: readonly (readonly [string, (response: FetchResponse, error: unknown) => FetchResponse])[] = [
  ['in place of the response', (_, error) => thrower(error)()],
  [
    'where the status is read',
    ({ headers }, error) => ({
      headers,
      get status() {
        return thrower(error)();
      },
      arrayBuffer: async () => new ArrayBuffer(0),
    }),
  ],
  [
    'where the headers are read',
    ({ status }, error) => ({
      status,
      get headers() {
        return thrower(error)();
      },
      arrayBuffer: async () => new ArrayBuffer(0),
    }),
  ],
  [
    'where a header is read',
    ({ status }, error) => ({
      status,
      headers: { get: thrower(error) },
      arrayBuffer: async () => new ArrayBuffer(0),
    }),
  ],
  [
    'where the body is asked for',
    ({ status, headers }, error) => ({ status, headers, arrayBuffer: thrower(error) }),
  ],
  [
    'while the body comes',
    (response, error) => ({
      status: response.status,
      headers: { get: (name) => response.headers.get(name) },
      arrayBuffer: async () => {
        await response.arrayBuffer();
        return thrower(error)();
      },
    }),
  ],
];

describe('once the POST was written, a client that throws leaves the outcome unknown', () => {
  let fetch: Fetch;
  let service: TestService;
  beforeAll(async () => {
    service = await startTestService({
      zApiUrl: upstream.url,
      fetch: (url, request) => fetch(url, request),
    });
  });
  afterAll(() => service.close());

  const unlinkWith = async (spoil: (response: FetchResponse, url: string) => FetchResponse) => {
    upstream.play(answerPost(SUCCESS));
    fetch = async (url, request) => {
      const response = await defaultFetch(url, request);
      return request.method === 'POST' ? spoil(response, url) : response;
    };
    const member = await unlink(service);
    expect(upstream.posts()).toHaveLength(1);
    return member;
  };

  describe.each(STEPS)('%s', (_, step) => {
    it.each([...TALKATIVE, ...HOSTILE])('%s', async (_, weird) => {
      expect(await unlinkWith((response, url) => step(response, weird(url)))).toEqual(EXPECTED.unknown);
    });
  });

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['a text', '{"success":true}'],
    ['an object', { success: true }],
    ['an empty buffer', new ArrayBuffer(0)],
  ])('or that gives %s for a body', async (_, body) => {
    const given = async () => body as ArrayBuffer;
    expect(await unlinkWith(({ status, headers }) => ({ status, headers, arrayBuffer: given }))).toEqual(
      EXPECTED.unknown,
    );
  });

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['no number', Number.NaN],
    ['a negative number', -200],
    ['zero', 0],
  ])('or that gives %s for a status', async (_, status) => {
    expect(
      await unlinkWith((response) => ({
        status: status as number,
        headers: response.headers,
        arrayBuffer: () => response.arrayBuffer(),
      })),
    ).toEqual(EXPECTED.unknown);
  });

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['a text', 'response'],
  ])('or that gives %s for a response', async (_, response) => {
    expect(await unlinkWith(() => response as FetchResponse)).toEqual(EXPECTED.unknown);
  });

  it('but not one that throws before it connects: nothing was sent', async () => {
    upstream.play(answerPost(SUCCESS));
    fetch = async (url) => thrower(new Error(`request to ${url} failed`))();
    expect(await unlink(service)).toEqual(EXPECTED.unavailable);
    expect(upstream.connections()).toBe(0);
  });
});

describe('the transport says no more of an error than one word', () => {
  /** What the transport makes of it when the client throws before, or after, it really sent the request. */
  const exchangeWith = (weird: Weird[1], moment: 'before' | 'after') => {
    upstream.play(answerPost(SUCCESS));
    const send = createTransport({ baseUrl: upstream.url, ...CANARY_ACCESS }, async (url, request) => {
      if (moment === 'after') await defaultFetch(url, request);
      return thrower(weird(url))();
    });
    return send({ method: 'POST', path: ['communities', 'unlink'], body: {} }, 5_000);
  };

  it.each(TALKATIVE)('%s', async (_, weird) => {
    const fault = expect.stringMatching(/^[A-Z][A-Z_]{0,63}$/);
    expect(await exchangeWith(weird, 'after')).toEqual({ kind: 'no-answer', fault });
    expect(await exchangeWith(weird, 'before')).toEqual({
      kind: 'not-sent',
      cause: expect.stringMatching(/^(unreachable|untrusted-certificate)$/),
      fault,
    });
  });

  it('and that is the code of the system, where there is one', async () => {
    const gone = await startUpstream();
    await gone.close();
    const send = createTransport({ baseUrl: gone.url, ...CANARY_ACCESS });
    expect(await send({ method: 'POST', path: ['communities', 'unlink'], body: {} }, 5_000)).toEqual({
      kind: 'not-sent',
      cause: 'unreachable',
      fault: 'ECONNREFUSED',
    });
  });
});

describe('a log that cannot be written', () => {
  const MUTATION = `mutation ($communityId: ID!, $groupsPhones: [String!]!) {
    unlinkGroups(communityId: $communityId, groupsPhones: $groupsPhones) {
      __typename
      ... on CommunityError { code retry }
    }
  }`;

  /** The service with a log of its own; what is thrown into it carries a secret. */
  const unlinkLoggingTo = async (write: (line: string) => void) => {
    const { instanceId, instanceToken, clientToken } = CANARY_ACCESS;
    const config = readConfig({
      NODE_ENV: 'test',
      PORT: '0',
      LOG_LEVEL: 'trace',
      ZAPI_BASE_URL: upstream.url,
      ZAPI_INSTANCE_ID: instanceId,
      ZAPI_INSTANCE_TOKEN: instanceToken,
      ZAPI_CLIENT_TOKEN: clientToken,
    });
    const log = createLogger(config, { write });
    const transport = createTransport({ baseUrl: upstream.url, ...CANARY_ACCESS });
    const zApi = new ZApiDatasource(transport, config.attemptTimeoutMs);
    const server = await startService(config, { log, audit: createAuditLog(config, { write }), zApi });
    try {
      const response = await globalThis.fetch(`${server.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          query: MUTATION,
          variables: { communityId: COMMUNITY_ID, groupsPhones: GROUPS },
        }),
      });
      const text = await response.text();
      expect(leaksIn(text, { identifiers: true })).toEqual([]);
      return { status: response.status, ...JSON.parse(text) };
    } finally {
      await server.close();
    }
  };

  const UNKNOWN = { __typename: 'UnlinkOutcomeUnknownError', code: 'OUTCOME_UNKNOWN', retry: 'CHECK_FIRST' };

  it.each([
    ['success', SUCCESS, { __typename: 'UnlinkSuccess' }],
    ['an unknown outcome', 'HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{', UNKNOWN],
  ])('does not change what the caller is told: %s', async (_, answer, expected) => {
    let lines = 0;
    upstream.play(answerPost(answer));
    const told = await unlinkLoggingTo(() => {
      lines += 1;
      throw new Error(`cannot write ${CANARY_ACCESS.instanceToken}`);
    });
    expect(told).toEqual({ status: 200, data: { unlinkGroups: expected } });
    expect(upstream.posts()).toHaveLength(1);
    expect(lines).toBeGreaterThan(0);
  });
});
