import { describe, expect, it } from '@jest/globals';
import { classifyRead } from '../../../src/z-api/classify-response.ts';
import type { Meaning } from '../../../src/z-api/meaning.ts';
import { answered } from './exchanges.ts';

const UNKNOWN: Meaning = { kind: 'unknown' };

describe('a read that was answered', () => {
  it.each([
    { subGroups: [] },
    [{ name: 'x', id: '1' }],
    {},
    { success: false },
    { value: false },
    { error: null },
  ])('hands on the JSON of a 2xx, %j', (json) => {
    expect(classifyRead(answered(200, json))).toEqual({ kind: 'answered', json });
    expect(classifyRead(answered(201, json))).toEqual({ kind: 'answered', json });
  });
});

describe('a read that failed', () => {
  it.each<readonly [number, unknown, Meaning]>([
    [200, '', UNKNOWN],
    [200, '<html>', UNKNOWN],
    [200, undefined, UNKNOWN],
    [204, '', UNKNOWN],
    [302, { subGroups: [] }, UNKNOWN],
    [400, { subGroups: [] }, UNKNOWN],
    [500, { subGroups: [] }, UNKNOWN],
    [600, { subGroups: [] }, UNKNOWN],
    [404, '', { kind: 'missing' }],
    [404, { error: 'anything' }, { kind: 'missing' }],
    [200, { error: 'Community not found' }, { kind: 'missing' }],
    [400, { error: 'community NOT FOUND!' }, { kind: 'missing' }],
    [403, { error: 'Community not found' }, { kind: 'missing' }],
    [400, { error: 'Instance not found' }, { kind: 'misconfigured', cause: 'instance-not-found' }],
    [404, { error: 'Instance not found' }, { kind: 'misconfigured', cause: 'instance-not-found' }],
    [200, { error: 'NOT_FOUND' }, { kind: 'protocol' }],
    [404, { error: 'NOT_FOUND' }, { kind: 'protocol' }],
    [200, { error: 'Some text', subGroups: [] }, { kind: 'refused' }],
    [400, { error: 'Some text' }, { kind: 'refused' }],
    [401, '', { kind: 'misconfigured', cause: 'unauthorized' }],
    [405, '', { kind: 'protocol' }],
    [429, '', { kind: 'limited', retryAfterSeconds: 60 }],
    [200, { error: 'You are not connected.' }, { kind: 'instance', cause: 'disconnected' }],
  ])('of %d %j means %j', (status, body, meaning) => {
    expect(classifyRead(answered(status, body))).toEqual({ kind: 'failed', meaning });
  });

  it('means what the exchange came to when there was no answer', () => {
    expect([
      classifyRead({ kind: 'no-answer', fault: 'TIMEOUT' }),
      classifyRead({ kind: 'not-sent', cause: 'unreachable', fault: 'ENOTFOUND' }),
    ]).toEqual([
      { kind: 'failed', meaning: UNKNOWN },
      { kind: 'failed', meaning: { kind: 'not-sent', cause: 'unreachable' } },
    ]);
  });
});
