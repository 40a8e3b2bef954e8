import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { respond } from '../../support/fault-server.ts';
import { startTestService, type TestService } from '../../support/service.ts';
import { fixtureAnswer, fixtureNames, readFixture } from './fixtures.ts';
import { EXPECTED, limited, type Member, unlink } from './unlinking.ts';
import { answerPost, jsonAnswer, onPost, startUpstream, type Upstream } from './upstream.ts';

type Outcome = keyof typeof EXPECTED;

let upstream: Upstream;
let service: TestService;

beforeAll(async () => {
  upstream = await startUpstream();
  service = await startTestService({ zApiUrl: upstream.url });
});
afterAll(async () => {
  await upstream.close();
  await service.close();
});

/** What the caller is told when the one POST is answered with these bytes. */
const afterAnswer = async (bytes: string): Promise<Member> => {
  upstream.play(answerPost(bytes));
  const member = await unlink(service);
  expect(upstream.posts()).toHaveLength(1);
  return member;
};

describe('what is known of Z-API', () => {
  const OUTCOMES: Readonly<Record<string, unknown>> = {
    '200-success': EXPECTED.success,
    '201-success': EXPECTED.success,
    '200-refused': EXPECTED.rejected,
    '400-client-token-missing': EXPECTED.misconfigured,
    '403-client-token-null': EXPECTED.misconfigured,
    '403-client-token-wrong': EXPECTED.misconfigured,
    '403-address-not-allowed': EXPECTED.misconfigured,
    '403-address-v6-not-allowed': EXPECTED.misconfigured,
    '400-instance-not-found': EXPECTED.misconfigured,
    '404-instance-not-found': EXPECTED.misconfigured,
    '400-subscription-ended': EXPECTED.subscriptionExpired,
    '400-not-connected': EXPECTED.disconnected,
    '200-not-connected': EXPECTED.disconnected,
    '400-session-to-restore': EXPECTED.disconnected,
    '200-session-to-restore': EXPECTED.disconnected,
    '400-session-stalled': EXPECTED.unknown,
    '200-unknown-route': EXPECTED.protocol,
    '404-unknown-route': EXPECTED.protocol,
    '405-wrong-method': EXPECTED.protocol,
    '415-wrong-content-type': EXPECTED.protocol,
    '400-bad-value': EXPECTED.rejected,
    '200-error': EXPECTED.rejected,
    '200-value-false': EXPECTED.rejected,
    '200-empty': EXPECTED.unknown,
    '204-empty': EXPECTED.unknown,
    '502-edge-page': EXPECTED.unknown,
    '503-edge-page': EXPECTED.unknown,
    '504-edge-page': EXPECTED.unknown,
    '429-rate-limited': limited(7),
    '404-community-not-found': EXPECTED.protocol,
  };

  it.each(Object.entries(OUTCOMES))('answers %s by its row', async (name, expected) => {
    const fixture = readFixture(`post-communities-unlink.${name}`);
    upstream.play(
      onPost(({ send, end }, request) => {
        send(fixtureAnswer(fixture, request));
        end();
      }),
    );
    expect(await unlink(service)).toEqual(expected);
    expect(upstream.posts()).toHaveLength(1);
  });

  it('is asked of every fixture of the unlink endpoint', () => {
    const prefix = 'post-communities-unlink.';
    const fixtures = fixtureNames().filter((name) => name.startsWith(prefix));
    expect(fixtures.map((name) => name.slice(prefix.length)).sort()).toEqual(Object.keys(OUTCOMES).sort());
  });

  it.each(fixtureNames())('is written down with its mark, its source and its status: %s', (name) => {
    const [, method, status] = /^(get|post)-[a-z-]+\.(\d{3})-[a-z\d-]+$/.exec(name) ?? [];
    expect(method).toBeDefined();
    expect(readFixture(name)).toEqual({
      mark: expect.stringMatching(/^(doc|observed|code|guess)$/),
      source: expect.stringMatching(/^[A-Z].{10,}\.$/),
      status: Number(status),
      headers: expect.anything(),
      body: expect.anything(),
    });
  });
});

const BODIES = {
  'no body': '',
  'success:true': { success: true },
  'success:false': { success: false },
  'an error': { error: 'Invalid phone' },
  'a known error': { error: 'You need to restore the session.' },
  'a page': '<html></html>',
} as const;
type Body = keyof typeof BODIES;

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);
const but = (statuses: readonly number[], ...left: readonly number[]) =>
  statuses.filter((status) => !left.includes(status));

describe.each<[string, readonly number[], Readonly<Record<Body, Outcome>>]>([
  [
    'by status alone',
    [...range(300, 308), 399, 408, 409, 425, ...but(range(500, 511), 501), 520, 522, 530, 599],
    {
      'no body': 'unknown',
      'success:true': 'unknown',
      'success:false': 'unknown',
      'an error': 'unknown',
      'a known error': 'unknown',
      'a page': 'unknown',
    },
  ],
  [
    'as refused credentials',
    [401, 403],
    {
      'no body': 'misconfigured',
      'success:true': 'misconfigured',
      'success:false': 'misconfigured',
      'an error': 'misconfigured',
      'a known error': 'disconnected',
      'a page': 'misconfigured',
    },
  ],
  [
    'as a refused form',
    [404, 405, 406, 410, 413, 414, 415, 422, 431, 501],
    {
      'no body': 'protocol',
      'success:true': 'protocol',
      'success:false': 'protocol',
      'an error': 'protocol',
      'a known error': 'disconnected',
      'a page': 'protocol',
    },
  ],
  [
    'by the error text of any other 4xx',
    [400, 402, 407, 411, 412, 416, 417, 418, 421, 423, 424, 426, 428, 430, 451, 499],
    {
      'no body': 'unknown',
      'success:true': 'unknown',
      'success:false': 'unknown',
      'an error': 'rejected',
      'a known error': 'disconnected',
      'a page': 'unknown',
    },
  ],
  [
    'by the flags of a 2xx',
    [200, 201, 202, 203, 206, 207, 208, 226, 299],
    {
      'no body': 'unknown',
      'success:true': 'success',
      'success:false': 'rejected',
      'an error': 'rejected',
      'a known error': 'disconnected',
      'a page': 'unknown',
    },
  ],
  [
    'as unknown where HTTP defines no status, unless the text is known',
    [600, 700, 999],
    {
      'no body': 'unknown',
      'success:true': 'unknown',
      'success:false': 'unknown',
      'an error': 'unknown',
      'a known error': 'disconnected',
      'a page': 'unknown',
    },
  ],
  [
    'as unknown where a body cannot be, whatever follows the head',
    [204, 304],
    {
      'no body': 'unknown',
      'success:true': 'unknown',
      'success:false': 'unknown',
      'an error': 'unknown',
      'a known error': 'unknown',
      'a page': 'unknown',
    },
  ],
])('an answer is judged %s', (_, statuses, outcomes) => {
  it.each(
    statuses.flatMap((status) => Object.entries(outcomes).map(([body, as]) => [status, body, as] as const)),
  )('%i with %s is %s', async (status, body, outcome) => {
    expect(await afterAnswer(jsonAnswer(status, BODIES[body as Body]))).toEqual(EXPECTED[outcome]);
  });
});

describe('an informational status with nothing after it', () => {
  it.each([100, 102, 103, 199])('leaves the outcome unknown: %i', async (status) => {
    expect(await afterAnswer(`HTTP/1.1 ${status} Any\r\n\r\n`)).toEqual(EXPECTED.unknown);
  });

  it.each([100, 102, 103, 199])('does not stand in the way of the answer: %i', async (status) => {
    const answer = `HTTP/1.1 ${status} Any\r\n\r\n${jsonAnswer(200, { success: true })}`;
    expect(await afterAnswer(answer)).toEqual(EXPECTED.success);
  });
});

describe('429', () => {
  const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toUTCString();

  it.each<[string, Readonly<Record<string, string>>, number]>([
    ['no Retry-After', {}, 60],
    ['seconds', { 'retry-after': '7' }, 7],
    ['no seconds', { 'retry-after': '0' }, 60],
    ['seconds before now', { 'retry-after': '-5' }, 60],
    ['a fraction', { 'retry-after': '1.5' }, 60],
    ['more than an hour', { 'retry-after': '86400' }, 3600],
    ['more digits than a number holds', { 'retry-after': '9'.repeat(400) }, 60],
    ['a date far ahead', { 'retry-after': inDays(30) }, 3600],
    ['a date gone by', { 'retry-after': inDays(-1) }, 60],
    ['no time at all', { 'retry-after': 'soon' }, 60],
    ['an empty value', { 'retry-after': '' }, 60],
  ])('asks for a pause in whole seconds when it comes with %s', async (_, headers, seconds) => {
    expect(await afterAnswer(respond('429 Any', headers))).toEqual(limited(seconds));
  });

  it('names the seconds until a date near by', async () => {
    const soon = new Date(Date.now() + 600_000).toUTCString();
    const member = await afterAnswer(respond('429 Any', { 'retry-after': soon }));
    expect(member).toEqual(limited(expect.any(Number) as unknown as number));
    const { retryAfterSeconds } = member as Extract<Member, { __typename: 'CommunityRateLimitedError' }>;
    expect(retryAfterSeconds).toBeGreaterThan(540);
    expect(retryAfterSeconds).toBeLessThanOrEqual(601);
  });

  it.each(Object.entries(BODIES))('is a limit, nothing else, with %s', async (_, body) => {
    expect(await afterAnswer(jsonAnswer(429, body))).toEqual(limited(60));
  });

  it('is a limit even when its body is cut short', async () => {
    const head = respond('429 Any', { 'retry-after': '9', 'content-length': '100' }, '{"succ');
    expect(await afterAnswer(head)).toEqual(limited(9));
  });
});

describe('a known error text', () => {
  const TEXTS: readonly (readonly [string, Outcome])[] = [
    ['your client-token is not configured', 'misconfigured'],
    ['null not allowed', 'misconfigured'],
    ['Client-Token F00dF00dF00dF00dF00dF00dF00dF00dS not allowed', 'misconfigured'],
    ['Client-Token null not allowed', 'misconfigured'],
    ['203.0.113.7 not allowed', 'misconfigured'],
    ['2001:db8::7 not allowed', 'misconfigured'],
    ['Whatever this may be not allowed', 'misconfigured'],
    ['two\nlines not allowed', 'misconfigured'],
    ['Instance not found', 'misconfigured'],
    ['To continue sending a message, you must subscribe to this instance again', 'subscriptionExpired'],
    ['You are not connected.', 'disconnected'],
    ['You need to restore the session.', 'disconnected'],
    ['The smartphone is not responding', 'unknown'],
    ['NOT_FOUND', 'protocol'],
  ];

  it.each(
    TEXTS.flatMap(([text, outcome]) =>
      [200, 400, 401, 404, 405, 501].map((status) => [text, status, outcome] as const),
    ),
  )('means the same with every status that lets a text speak: %j with %i', async (error, status, outcome) => {
    expect(await afterAnswer(jsonAnswer(status, { error }))).toEqual(EXPECTED[outcome]);
  });

  it.each(TEXTS)('does not speak with a 5xx, a redirect or a conflict: %j', async (error) => {
    for (const status of [302, 408, 409, 425, 500, 503]) {
      expect(await afterAnswer(jsonAnswer(status, { error }))).toEqual(EXPECTED.unknown);
    }
  });

  it.each(TEXTS)('outweighs success:true and value:true beside it: %j', async (error, outcome) => {
    const body = { success: true, value: true, error };
    expect(await afterAnswer(jsonAnswer(200, body))).toEqual(EXPECTED[outcome]);
  });

  it.each<[string, Outcome]>([
    ['Group not found', 'rejected'],
    ['Community not found', 'rejected'],
    ['Instance not found in this list', 'rejected'],
    ['is not allowed here', 'rejected'],
    ['NOT_FOUND_AT_ALL', 'rejected'],
    ['Something is not configured', 'rejected'],
    ['You are already connected.', 'rejected'],
  ])('is not mistaken for another that looks like it: %j', async (error, outcome) => {
    expect(await afterAnswer(jsonAnswer(200, { error }))).toEqual(EXPECTED[outcome]);
    expect(await afterAnswer(jsonAnswer(400, { error }))).toEqual(EXPECTED[outcome]);
  });
});

describe('the body of a 2xx', () => {
  it.each<[string, Outcome]>([
    ['{"success":true}', 'success'],
    [' \r\n{ "success" : true }\n', 'success'],
    ['{"success":true,"value":false}', 'success'],
    ['{"success":true,"value":true,"more":{"success":false}}', 'success'],
    ['{"success":true,"error":null}', 'success'],
    ['{"success":true,"error":0}', 'success'],
    ['{"success":true,"error":false}', 'success'],
    ['{"success":false}', 'rejected'],
    ['{"success":false,"value":true}', 'rejected'],
    ['{"success":false,"error":null}', 'rejected'],
    ['{"value":false}', 'rejected'],
    ['{"value":false,"success":null}', 'rejected'],
    ['{"value":false,"success":"true"}', 'rejected'],
    ['{"error":"Something went wrong"}', 'rejected'],
    ['{"error":""}', 'rejected'],
    ['{"error":"Something went wrong","success":true}', 'rejected'],
    ['{"error":"Something went wrong","success":false}', 'rejected'],
    ['{"success":"true"}', 'unknown'],
    ['{"success":"false"}', 'unknown'],
    ['{"success":1}', 'unknown'],
    ['{"success":0}', 'unknown'],
    ['{"success":null}', 'unknown'],
    ['{"success":[]}', 'unknown'],
    ['{"success":[true]}', 'unknown'],
    ['{"success":{}}', 'unknown'],
    ['{"success":{"success":true}}', 'unknown'],
    ['{"Success":true}', 'unknown'],
    ['{"value":true}', 'unknown'],
    ['{"value":"false"}', 'unknown'],
    ['{"value":0}', 'unknown'],
    ['{"value":null}', 'unknown'],
    ['{"value":{"success":true}}', 'unknown'],
    ['{"error":null}', 'unknown'],
    ['{"error":1}', 'unknown'],
    ['{"error":{"message":"Invalid phone"}}', 'unknown'],
    ['{"error":["Instance not found"]}', 'unknown'],
    ['{"message":"ok"}', 'unknown'],
    ['{"__proto__":{"success":true}}', 'unknown'],
    ['{}', 'unknown'],
    ['[]', 'unknown'],
    ['[{"success":true}]', 'unknown'],
    ['true', 'unknown'],
    ['false', 'unknown'],
    ['null', 'unknown'],
    ['1', 'unknown'],
    ['"success"', 'unknown'],
    ['""', 'unknown'],
    ['', 'unknown'],
    [' ', 'unknown'],
    ['success', 'unknown'],
    ['{"success":true', 'unknown'],
    ['{"success":true}}', 'unknown'],
    ['{"success":true}{"success":true}', 'unknown'],
    ["{'success':true}", 'unknown'],
    ['{"success":true,}', 'unknown'],
    [')]}\',\n{"success":true}', 'unknown'],
    ['<html><body>{"success":true}</body></html>', 'unknown'],
  ])('%j is %s', async (body, outcome) => {
    expect(await afterAnswer(jsonAnswer(200, body))).toEqual(EXPECTED[outcome]);
  });

  it.each([
    ['none', {}],
    ['text/html', { 'content-type': 'text/html' }],
    ['application/json in another case', { 'Content-Type': 'APPLICATION/JSON; Charset=UTF-8' }],
  ])('counts whatever its media type: %s', async (_, headers) => {
    expect(await afterAnswer(respond('200 Any', headers, '{"success":true}'))).toEqual(EXPECTED.success);
  });
});

describe('the error text of another 4xx', () => {
  it.each<[string, Outcome]>([
    ['{"error":"Invalid phone"}', 'rejected'],
    ['{"error":"Invalid phone","success":true}', 'rejected'],
    ['{"error":""}', 'rejected'],
    ['{"error":null}', 'unknown'],
    ['{"error":400}', 'unknown'],
    ['{"error":{"message":"Invalid phone"}}', 'unknown'],
    ['{"error":["Invalid phone"]}', 'unknown'],
    ['{"message":"Invalid phone"}', 'unknown'],
    ['{"success":false}', 'unknown'],
    ['{"value":false}', 'unknown'],
    ['Invalid phone', 'unknown'],
    ['"Invalid phone"', 'unknown'],
    ['[]', 'unknown'],
    ['null', 'unknown'],
  ])('400 with %j is %s', async (body, outcome) => {
    expect(await afterAnswer(jsonAnswer(400, body))).toEqual(EXPECTED[outcome]);
  });
});
