import { describe, expect, it } from '@jest/globals';
import { readConfig } from '../../../src/config/config.ts';
import { faultsWith } from './config-faults.ts';
import { LIVE, PRODUCTION, TOKENS } from './live-environment.ts';

const SIXTEEN = 'sixteen-chars-16';

describe('the key of the hashes in the audit', () => {
  it('is required in production, also where ids stand plain', () => {
    for (const plain of ['off', 'on']) {
      expect(faultsWith({ ...TOKENS, ...PRODUCTION, AUDIT_HASH_KEY: '', AUDIT_PLAIN_IDS: plain })).toEqual([
        'AUDIT_HASH_KEY is missing; production requires it',
      ]);
    }
  });

  it('has 16 characters or more in production', () => {
    const short = SIXTEEN.slice(1);
    expect(faultsWith({ ...TOKENS, ...PRODUCTION, AUDIT_HASH_KEY: short })).toEqual([
      'AUDIT_HASH_KEY must have at least 16 characters in production',
    ]);
    const { audit } = readConfig({ ...LIVE, ...TOKENS, ...PRODUCTION, AUDIT_HASH_KEY: SIXTEEN });
    expect(audit.hashKey).toBe(SIXTEEN);
  });

  it.each(['development', 'test'])('may be any, or none, in %s', (environment) => {
    const keyOf = (key: string) =>
      readConfig({ ...LIVE, NODE_ENV: environment, AUDIT_HASH_KEY: key }).audit.hashKey;
    expect([keyOf('k'), keyOf('')]).toEqual(['k', undefined]);
  });
});

describe('plain ids in the audit', () => {
  it.each([
    [undefined, false],
    ['off', false],
    ['on', true],
  ])('are there with AUDIT_PLAIN_IDS %j: %s', (value, plainIds) => {
    expect(readConfig({ ...LIVE, AUDIT_PLAIN_IDS: value }).audit.plainIds).toBe(plainIds);
  });

  it.each(['ON', 'true', '1', 'yes'])('are not switched by %j', (value) => {
    expect(faultsWith({ AUDIT_PLAIN_IDS: value })).toEqual(['AUDIT_PLAIN_IDS must be one of: on, off']);
  });
});
