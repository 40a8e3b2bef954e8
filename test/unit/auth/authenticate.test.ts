import { describe, expect, it } from '@jest/globals';
import { ApiKeys } from '../../../src/auth/api-keys.ts';
import { type Authentication, authenticateBy } from '../../../src/auth/authenticate.ts';
import { ANYONE, SCOPES } from '../../../src/auth/caller.ts';
import { routerSecretCheck } from '../../../src/auth/router-secret.ts';
import { testApiKey } from '../../support/api-keys.ts';

const KEY = testApiKey({ id: 'backend', secret: 'secret' });
const apiKeys = new ApiKeys([KEY.entry as never]);
const ACCEPTED: Authentication = {
  kind: 'caller',
  caller: { id: 'token someone', tenant: undefined, scopes: new Set() },
};
const tokens = async (token: string): Promise<Authentication> =>
  token === 'good' ? ACCEPTED : { kind: 'refused', reason: 'BAD' };

const both = authenticateBy({ tokens, apiKeys });

describe('with no way to authenticate', () => {
  it('everyone is anyone, with all scopes, whatever they send', async () => {
    const authenticate = authenticateBy({ tokens: undefined, apiKeys: undefined });
    expect(await authenticate({})).toEqual({ kind: 'caller', caller: ANYONE });
    expect(await authenticate({ authorization: 'Bearer x', ...KEY.headers })).toEqual({
      kind: 'caller',
      caller: ANYONE,
    });
    expect([...ANYONE.scopes]).toEqual([...SCOPES]);
  });
});

describe('with both ways', () => {
  it.each(['Bearer good', 'bearer good', 'BEARER  good'])('takes a token from %j', async (authorization) => {
    expect(await both({ authorization })).toBe(ACCEPTED);
  });

  it('takes an API key', async () => {
    expect(await both(KEY.headers)).toMatchObject({ kind: 'caller', caller: { id: 'api-key backend' } });
  });

  it('tells no credential from a bad one', async () => {
    expect(await both({})).toEqual({ kind: 'none' });
    expect(await both({ authorization: 'Bearer bad' })).toEqual({ kind: 'refused', reason: 'BAD' });
    expect(await both({ 'x-api-key': 'backend.other' })).toEqual({ kind: 'refused', reason: 'API_KEY' });
  });

  it.each(['', 'good', 'Bearer', 'Bearer ', 'Bearergood', 'Basic good', 'Bearer good good', 'Bearer good,'])(
    'refuses the authorization %j',
    async (authorization) => {
      expect(await both({ authorization })).toMatchObject({ kind: 'refused' });
    },
  );

  it('refuses two credentials at once, good ones too', async () => {
    expect(await both({ authorization: 'Bearer good', ...KEY.headers })).toEqual({
      kind: 'refused',
      reason: 'TWO_CREDENTIALS',
    });
  });

  it('refuses a key header sent twice', async () => {
    expect(await both({ 'x-api-key': ['backend.secret', 'backend.secret'] })).toMatchObject({
      kind: 'refused',
    });
  });
});

describe('with one way', () => {
  it('does not look at the header of the other', async () => {
    const byKey = authenticateBy({ tokens: undefined, apiKeys });
    const byToken = authenticateBy({ tokens, apiKeys: undefined });
    expect(await byKey({ authorization: 'Bearer good' })).toEqual({ kind: 'none' });
    expect(await byKey({ authorization: 'Bearer bad', ...KEY.headers })).toMatchObject({ kind: 'caller' });
    expect(await byToken(KEY.headers)).toEqual({ kind: 'none' });
    expect(await byToken({ authorization: 'Bearer good', 'x-api-key': 'x.y' })).toBe(ACCEPTED);
  });
});

describe('the secret of a gateway', () => {
  it.each(['new', 'old'])('may be either of two: %s', (given) => {
    expect(routerSecretCheck(['new', 'old'])(given)).toBe(true);
  });

  it.each([undefined, '', 'new,old', 'New', 'new ', ['new'], 'other'])('is not %j', (given) => {
    expect(routerSecretCheck(['new', 'old'])(given)).toBe(false);
  });

  it.each([undefined, '', 'undefined'])('is nothing where there is none: %j', (given) => {
    expect(routerSecretCheck([])(given)).toBe(false);
  });
});
