import { describe, expect, it } from '@jest/globals';
import { classifyStatus } from '../../../src/z-api/classify-response.ts';
import type { Exchange } from '../../../src/z-api/exchange.ts';
import { answered } from './exchanges.ts';

describe('a status that was read', () => {
  it.each([
    [200, { connected: true, error: 'You are already connected.', smartphoneConnected: true }, true],
    [200, { connected: false, error: 'You are not connected.' }, false],
    [200, { connected: false, error: 'NOT_FOUND' }, false],
    [201, { connected: true }, true],
    [299, { connected: true }, true],
  ])('of %d %j says connected: %3$s', (status, body, connected) => {
    expect(classifyStatus(answered(status, body))).toEqual({ kind: 'found', value: { connected } });
  });
});

describe('a status that was not read', () => {
  it.each<readonly [string, Exchange, object]>([
    [
      'nothing sent',
      { kind: 'not-sent', cause: 'unreachable', fault: 'ECONNREFUSED' },
      { kind: 'not-sent', cause: 'unreachable' },
    ],
    ['no answer', { kind: 'no-answer', fault: 'TIMEOUT' }, { kind: 'unknown' }],
    ['half an answer', answered(200, undefined), { kind: 'unknown' }],
    ['no JSON', answered(200, '<html>'), { kind: 'unknown' }],
    ['no flag', answered(200, {}), { kind: 'unknown' }],
    ['a flag that is a text', answered(200, { connected: 'true' }), { kind: 'unknown' }],
    ['a flag that is a number', answered(200, { connected: 1 }), { kind: 'unknown' }],
    ['a bare true', answered(200, 'true'), { kind: 'unknown' }],
    ['an error page', answered(502, '<html>'), { kind: 'unknown' }],
    ['a flag beside a 500', answered(500, { connected: true }), { kind: 'unknown' }],
    ['a flag beside a 300', answered(300, { connected: true }), { kind: 'unknown' }],
    ['a flag beside a 304', answered(304, { connected: true }), { kind: 'unknown' }],
    ['an unknown route', answered(200, { error: 'NOT_FOUND' }), { kind: 'protocol' }],
    ['another 404', answered(404, ''), { kind: 'missing' }],
    [
      'a disconnected instance',
      answered(400, { error: 'You are not connected.' }),
      { kind: 'instance', cause: 'disconnected' },
    ],
    [
      'a wrong instance',
      answered(400, { error: 'Instance not found' }),
      { kind: 'misconfigured', cause: 'instance-not-found' },
    ],
    [
      'a wrong Client-Token',
      answered(403, { error: 'Client-Token x not allowed' }),
      { kind: 'misconfigured', cause: 'client-token-wrong' },
    ],
    ['a limit', answered(429, '', '9'), { kind: 'limited', retryAfterSeconds: 9 }],
  ])('with %s tells why', (_, exchange, meaning) => {
    expect(classifyStatus(exchange)).toEqual({ kind: 'failed', meaning });
  });
});
