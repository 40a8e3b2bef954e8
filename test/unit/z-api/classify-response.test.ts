import { describe, expect, it } from '@jest/globals';
import { classifyWrite } from '../../../src/z-api/classify-response.ts';
import type { Meaning } from '../../../src/z-api/meaning.ts';
import { answered } from './exchanges.ts';

type Row = readonly [status: number, body: unknown, meaning: Meaning];

const DONE: Meaning = { kind: 'done' };
const REFUSED: Meaning = { kind: 'refused' };
const UNKNOWN: Meaning = { kind: 'unknown' };
const PROTOCOL: Meaning = { kind: 'protocol' };
const DISCONNECTED: Meaning = { kind: 'instance', cause: 'disconnected' };
const misconfigured = (cause: Extract<Meaning, { kind: 'misconfigured' }>['cause']): Meaning => ({
  kind: 'misconfigured',
  cause,
});

const success = { success: true };

/** Statuses whose meaning no body changes, not even one that says it was done or names a known error. */
const BY_STATUS_ALONE = [
  100, 101, 199, 300, 301, 302, 304, 307, 308, 399, 408, 409, 425, 500, 502, 503, 504, 505, 599,
];

const PROTOCOL_STATUSES = [405, 406, 410, 413, 414, 415, 422, 431, 501];

const KNOWN_TEXTS: readonly (readonly [text: string, meaning: Meaning])[] = [
  ['your client-token is not configured', misconfigured('client-token-missing')],
  ['Your Client-Token is not configured.', misconfigured('client-token-missing')],
  ['null not allowed', misconfigured('client-token-missing')],
  ['Null Not Allowed', misconfigured('client-token-missing')],
  ['Client-Token F0S not allowed', misconfigured('client-token-wrong')],
  ['Client-Token a\nb not allowed', misconfigured('client-token-wrong')],
  ['Client-Token  not allowed', misconfigured('client-token-wrong')],
  ['203.0.113.7 not allowed', misconfigured('address-not-allowed')],
  ['2001:db8::7 not allowed', misconfigured('address-not-allowed')],
  ['::ffff:203.0.113.7 not allowed', misconfigured('address-not-allowed')],
  ['FE80::1 not allowed', misconfigured('address-not-allowed')],
  ['The null not allowed', misconfigured('not-allowed')],
  ['A Client-Token not allowed', misconfigured('not-allowed')],
  ['Something else not allowed', misconfigured('not-allowed')],
  ['Instance not found', misconfigured('instance-not-found')],
  [' instance not found. ', misconfigured('instance-not-found')],
  [
    'To continue sending a message, you must subscribe to this instance again',
    { kind: 'instance', cause: 'subscription-expired' },
  ],
  ['You MUST SUBSCRIBE to this instance again.', { kind: 'instance', cause: 'subscription-expired' }],
  ['You are not connected.', DISCONNECTED],
  ['you are not connected', DISCONNECTED],
  ['You need to restore the session.', DISCONNECTED],
  ['Your smartphone is not responding, try again', UNKNOWN],
  ['Smartphone is not responding', UNKNOWN],
  ['NOT_FOUND', PROTOCOL],
];

const expectRows = (rows: readonly Row[]) =>
  expect(rows.map(([status, body]) => [status, body, classifyWrite(answered(status, body))])).toEqual(rows);

describe('without an answer', () => {
  it.each(['unreachable', 'untrusted-certificate', 'circuit-open'] as const)(
    'says that nothing was sent: %s',
    (cause) => {
      expect(classifyWrite({ kind: 'not-sent', cause, fault: 'X' })).toEqual({ kind: 'not-sent', cause });
    },
  );

  it('does not know once something may have been sent', () => {
    expect(classifyWrite({ kind: 'no-answer', fault: 'ECONNRESET' })).toEqual(UNKNOWN);
  });

  it.each([200, 201, 204, 400, 401, 403, 404, 405, 500, 501])(
    'does not know from %d with a broken body',
    (status) => {
      expect(classifyWrite(answered(status, undefined))).toEqual(UNKNOWN);
    },
  );
});

describe('by status alone', () => {
  it.each(BY_STATUS_ALONE)('does not know from %d, whatever the body says', (status) => {
    const bodies = [
      '',
      '<html>',
      success,
      { success: false },
      { error: 'x' },
      ...KNOWN_TEXTS.map(([error]) => ({ error })),
    ];
    expectRows(bodies.map((body) => [status, body, UNKNOWN]));
  });

  it.each(['', success, { error: 'Instance not found' }, undefined])(
    'takes 429 with %j for a limit',
    (body) => {
      expect(classifyWrite(answered(429, body, '5'))).toEqual({ kind: 'limited', retryAfterSeconds: 5 });
    },
  );

  it('takes 429 for a limit of a minute when it names no pause', () => {
    expect(classifyWrite(answered(429, ''))).toEqual({ kind: 'limited', retryAfterSeconds: 60 });
  });
});

describe('by known error texts', () => {
  it.each(KNOWN_TEXTS)('takes %j for %j, whatever the other status', (error, meaning) => {
    expectRows(
      [200, 201, 400, 401, 403, 404, 405, 422, 499, 501].map((status) => [status, { error }, meaning]),
    );
  });

  it.each(KNOWN_TEXTS)('lets %j decide beside a flag', (error, meaning) => {
    expectRows([[200, { success: true, value: true, error }, meaning]]);
  });

  it.each([
    'not allowed here',
    'null not allowed here',
    'Client-Token x not allowed here',
    '203.0.113.7 not allowed here',
    'Oh, your client-token is not configured',
    'your client-token is not configured here',
    'You are not connected. Or are you?',
    'instance not found in the list',
    'the instance not found',
    'not_found',
    'NOT_FOUND_AT_ALL',
    'client-token is not configured',
    'I believe you are not connected.',
  ])('takes %j for no known text', (error) => {
    expectRows([
      [200, { error }, REFUSED],
      [400, { error }, REFUSED],
    ]);
  });
});

describe('by other statuses', () => {
  const bodies = ['', '<html>', {}, success, { error: 'Some text' }];

  it.each([401, 403])('takes %d for a refusal of this service itself', (status) => {
    expectRows(bodies.map((body) => [status, body, misconfigured('unauthorized')]));
  });

  it.each(PROTOCOL_STATUSES)('takes %d for a refusal of the form of the request', (status) => {
    expectRows(bodies.map((body) => [status, body, PROTOCOL]));
  });

  it('takes 404 for something missing', () => {
    expectRows(bodies.map((body) => [404, body, { kind: 'missing' }]));
  });

  it.each([400, 402, 412, 418, 423, 451, 499])('takes %d for refused with an error text only', (status) => {
    expectRows([
      [status, { error: 'Invalid phone' }, REFUSED],
      [status, { error: '' }, REFUSED],
      [status, { error: 7 }, UNKNOWN],
      [status, { message: 'x' }, UNKNOWN],
      [status, success, UNKNOWN],
      [status, { success: false }, UNKNOWN],
      [status, '<html>', UNKNOWN],
      [status, '', UNKNOWN],
    ]);
  });
});

describe('by the body of a 2xx', () => {
  it.each([200, 201, 202, 204, 299])('reads the flags of %d', (status) => {
    expectRows([
      [status, success, DONE],
      [status, { success: true, other: 1 }, DONE],
      [status, { success: true, error: null }, DONE],
      [status, { success: false }, REFUSED],
      [status, { value: false }, REFUSED],
      [status, { error: 'Some text' }, REFUSED],
      [status, { success: true, error: 'Some text' }, REFUSED],
      [status, { success: false, error: 'Some text' }, REFUSED],
    ]);
  });

  it.each([
    '',
    ' ',
    'OK',
    '<html>',
    '{"success":true',
    '[]',
    '[{"success":true}]',
    'true',
    'null',
    '"success"',
    '{}',
    '{"success":"true"}',
    '{"success":1}',
    '{"success":null}',
    '{"success":[true]}',
    '{"Success":true}',
    '{"value":true}',
    '{"value":"false"}',
    '{"data":{"success":true}}',
    '{"error":{"text":"x"}}',
    '{"__proto__":{"success":true}}',
  ])('does not know from %j', (body) => {
    expect(classifyWrite(answered(200, body))).toEqual(UNKNOWN);
  });
});

it.each([0, 99, 600, 999])('does not know from the status %d, which HTTP does not have', (status) => {
  expectRows([
    [status, success, UNKNOWN],
    [status, { success: false }, UNKNOWN],
    [status, '', UNKNOWN],
  ]);
});
