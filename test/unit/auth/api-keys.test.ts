import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { type ApiKeyEntry, ApiKeys, idsWithTooManyKeys, isLive } from '../../../src/auth/api-keys.ts';

const sha256 = (secret: string) => createHash('sha256').update(secret).digest('hex');

const entry = (id: string, secret: string, more: Partial<ApiKeyEntry> = {}): ApiKeyEntry => ({
  id,
  sha256: sha256(secret),
  scopes: ['communities:read'],
  ...more,
});

describe('an API key', () => {
  const keys = new ApiKeys([
    entry('one', 'secret'),
    entry('two', 'Other.Secret', { scopes: ['communities:unlink'], tenant: 'acme' }),
  ]);

  it('is found by id and secret, and says whose it is and what that one may do', () => {
    expect(keys.find('one.secret')).toEqual({
      id: 'api-key one',
      tenant: undefined,
      scopes: new Set(['communities:read']),
    });
  });

  it('is split at its first dot, and bears a tenant', () => {
    expect(keys.find('two.Other.Secret')).toEqual({
      id: 'api-key two',
      tenant: 'acme',
      scopes: new Set(['communities:unlink']),
    });
  });

  it('is found where the hash is written in capitals', () => {
    const capitals = new ApiKeys([entry('one', 'secret', { sha256: sha256('secret').toUpperCase() })]);
    expect(capitals.find('one.secret')?.id).toBe('api-key one');
  });

  it.each([
    ['another secret', 'one.Secret'],
    ["another's secret", 'one.Other.Secret'],
    ['an unknown id', 'three.secret'],
    ['no secret', 'one.'],
    ['no dot', 'one'],
    ['no id', '.secret'],
    ['nothing', ''],
    ['the hash instead of the secret', `one.${sha256('secret')}`],
    ['more behind', 'one.secret '],
    ['two keys in one header', 'one.secret, one.secret'],
    ['an id of no form', '__proto__ .secret'],
  ])('is nobody’s with %s', (_, key) => {
    expect(keys.find(key)).toBeUndefined();
  });

  it('is accepted until it expires, and not from then on', () => {
    const dated = new ApiKeys([entry('one', 'secret', { expires: '2027-01-31T12:00:00Z' })]);
    const end = Date.UTC(2027, 0, 31, 12);
    expect(dated.find('one.secret', end - 1)?.id).toBe('api-key one');
    expect(dated.find('one.secret', end)).toBeUndefined();
  });

  it('may be one of two of the same caller, who is the same with either', () => {
    const rotating = new ApiKeys([entry('one', 'old'), entry('one', 'new')]);
    expect(rotating.find('one.old')).toEqual(rotating.find('one.new'));
    expect(rotating.find('one.new')?.id).toBe('api-key one');
  });

  it('is not accepted any more once others took its place', () => {
    const replaced = new ApiKeys([entry('one', 'secret')]);
    replaced.replace([entry('two', 'secret')]);
    expect(replaced.find('one.secret')).toBeUndefined();
    expect(replaced.find('two.secret')?.id).toBe('api-key two');
  });
});

describe('a key without an end', () => {
  it('is always valid', () => {
    expect(isLive(entry('one', 'secret'), Date.UTC(2999))).toBe(true);
  });
});

describe('the keys of one caller', () => {
  const NOW = Date.UTC(2027, 0, 1);

  it('are two at most that are valid at once', () => {
    const three = ['a', 'b', 'c'].map((secret) => entry('one', secret));
    expect(idsWithTooManyKeys([...three, entry('two', 'd')], NOW)).toEqual(['one']);
    expect(idsWithTooManyKeys([...three.slice(1), entry('two', 'd'), entry('two', 'e')], NOW)).toEqual([]);
  });

  it('do not count when they have expired', () => {
    const three = ['a', 'b', 'c'].map((secret) => entry('one', secret, { expires: '2027-01-01' }));
    expect(idsWithTooManyKeys(three, NOW - 1)).toEqual(['one']);
    expect(idsWithTooManyKeys(three, NOW)).toEqual([]);
  });
});
