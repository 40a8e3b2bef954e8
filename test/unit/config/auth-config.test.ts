import { describe, expect, it } from '@jest/globals';
import { readConfig } from '../../../src/config/config.ts';
import { testApiKey } from '../../support/api-keys.ts';
import { jsonFile } from '../../support/json-file.ts';
import { closedAfterEach } from '../../support/resources.ts';
import { faultsWith } from './config-faults.ts';
import { type Environment, LIVE, PRODUCTION, TOKENS } from './live-environment.ts';

const opened = closedAfterEach();
const fileOf = (contents: unknown): string => opened(jsonFile(contents)).path;

const WAYS = 'set AUTH_JWKS_URL or AUTH_API_KEYS_FILE to authenticate callers';

describe('with no way to authenticate', () => {
  it.each(['127.0.0.1', '127.9.8.7', 'localhost', '::1'])('starts on %s', (host) => {
    expect(readConfig({ ...LIVE, HOST: host }).auth).toEqual({ tokens: undefined, apiKeys: undefined });
  });

  it.each(['0.0.0.0', '::', '10.0.0.1', 'example.com', '127.0.0.1.example.com', '127.0.0.256'])(
    'does not start on %s',
    (host) => {
      expect(faultsWith({ HOST: host })).toEqual([`HOST is not loopback, so anyone could call: ${WAYS}`]);
    },
  );

  it.each(['127.0.0.1', '0.0.0.0'])('does not start in production, on %s', (host) => {
    expect(faultsWith({ HOST: host, ...PRODUCTION })).toEqual([
      `NODE_ENV is production, where anyone could call: ${WAYS}`,
    ]);
  });

  it('does not start on another host with the simulator either', () => {
    expect(faultsWith({ HOST: '0.0.0.0', ZAPI_MODE: 'simulator' })).toHaveLength(1);
  });

  it('starts anywhere once there is one', () => {
    for (const way of [TOKENS, { AUTH_API_KEYS_FILE: fileOf({ keys: [] }) }]) {
      expect(readConfig({ ...LIVE, ...way, HOST: '0.0.0.0', ...PRODUCTION })).toMatchObject({
        host: '0.0.0.0',
        production: true,
      });
    }
  });

  it('is not told of an open door when the way that is set is at fault', () => {
    expect(faultsWith({ HOST: '0.0.0.0', AUTH_API_KEYS_FILE: '/nowhere' })).toEqual([
      'AUTH_API_KEYS_FILE names a file that cannot be read',
    ]);
  });
});

describe('the address to listen on', () => {
  it.each(['[::1]', 'http://127.0.0.1', '127.0.0.1/8'])('is no URL: %s', (host) => {
    expect(faultsWith({ HOST: host })).toEqual([
      'HOST must be a host name or an IP address, without brackets or slashes',
    ]);
  });
});

describe('the settings of tokens', () => {
  const missing = (name: string) => `${name} is missing; token authentication requires it`;

  it.each(Object.keys(TOKENS))('are wanted together: without %s', (name) => {
    expect(faultsWith({ ...TOKENS, [name]: undefined })).toEqual([missing(name)]);
  });

  it('are all wanted where there is a claim for tenants', () => {
    expect(faultsWith({ AUTH_TENANT_CLAIM: 'tenant' })).toEqual(Object.keys(TOKENS).map(missing));
  });

  it.each([
    ['http://127.0.0.1:9000/jwks.json', undefined],
    ['http://localhost/jwks', undefined],
    ['https://issuer.example/.well-known/jwks.json', undefined],
    ['https://issuer.example/keys?appid=7', undefined],
    ['https://issuer.example/keys#x', /must not contain a user, password or fragment$/],
    ['http://issuer.example/jwks.json', /because plain http is allowed to loopback hosts only$/],
    ['issuer.example', /must be a URL such as/],
    ['ftp://issuer.example', /must begin with https/],
  ])('take the key set from %s: %s', (jwksUrl, fault) => {
    const environment: Environment = { ...TOKENS, AUTH_JWKS_URL: jwksUrl };
    if (fault === undefined) {
      expect(readConfig({ ...LIVE, ...environment }).auth.tokens).toMatchObject({ jwksUrl });
      expect(readConfig({ ...LIVE, ...environment, ...PRODUCTION }).auth.tokens?.jwksUrl).toBe(jwksUrl);
    } else {
      expect(faultsWith(environment)).toEqual([expect.stringMatching(fault)]);
    }
  });
});

describe('the file of API keys', () => {
  const faultOf = (contents: unknown): string => {
    const faults = faultsWith({ AUTH_API_KEYS_FILE: fileOf(contents) });
    expect(faults).toHaveLength(1);
    return faults[0] ?? '';
  };
  const { entry } = testApiKey({ id: 'one' });
  const wrong = (fault: string) => `AUTH_API_KEYS_FILE names an invalid file: ${fault}`;

  it('gives the keys, with what is optional and without', () => {
    const full = { ...entry, tenant: 'acme', expires: '2999-01-01T00:00:00Z' };
    const path = fileOf({ keys: [entry, full] });
    expect(readConfig({ ...LIVE, AUTH_API_KEYS_FILE: path }).auth.apiKeys).toEqual({
      file: path,
      entries: [entry, full],
    });
  });

  it.each([
    ['no JSON', '{'],
    ['a list', []],
    ['null', 'null'],
    ['an object without keys', {}],
    ['keys that are no list', { keys: {} }],
    ['a key that is no object', { keys: ['one'] }],
    ['a key that is null', { keys: [null] }],
  ])('is refused when it is %s', (_, contents) => {
    expect(faultOf(contents)).toBe(
      'AUTH_API_KEYS_FILE names a file that is not JSON of the form {"keys": [...]}',
    );
  });

  it.each<readonly [field: string, value: unknown, fault: RegExp]>([
    ['id', undefined, /^keys\[1\]\.id must be 1 to 64 of/],
    ['id', 'a.b', /^keys\[1\]\.id must be 1 to 64 of/],
    ['id', 'x'.repeat(65), /^keys\[1\]\.id must be/],
    ['id', 7, /^keys\[1\]\.id must be/],
    ['sha256', undefined, /^keys\[1\]\.sha256 must be the SHA-256 of the secret/],
    ['sha256', 'SQUEAMISH', /^keys\[1\]\.sha256 must be/],
    ['sha256', `${'0'.repeat(64)}\n`, /^keys\[1\]\.sha256 must be/],
    ['scopes', undefined, /^keys\[1\]\.scopes must be/],
    ['scopes', 'communities:read', /^keys\[1\]\.scopes must be/],
    ['scopes', ['communities:write'], /^keys\[1\]\.scopes must be of: communities:read, communities:unlink/],
    ['tenant', '', /^keys\[1\]\.tenant must be a (non-empty )?string/],
    ['tenant', 7, /^keys\[1\]\.tenant must be a (non-empty )?string/],
    ['expires', 'SQUEAMISH', /^keys\[1\]\.expires must be a date/],
    ['expires', '2027-02-30', /^keys\[1\]\.expires must be a date/],
    ['expires', '2027-01-31T12:00:00', /^keys\[1\]\.expires must be a date/],
    ['expires', null, /^keys\[1\]\.expires must be a date/],
    ['tenant', null, /^keys\[1\]\.tenant must be a (non-empty )?string/],
    ['expires', 1_800_000_000, /^keys\[1\]\.expires must be a date/],
    ['secret', 'SQUEAMISH', /^keys\[1\] has an unknown field$/],
  ])('is refused with %s %j, and the value is not said', (field, value, fault) => {
    const told = faultOf({ keys: [entry, { ...entry, [field]: value }] });
    expect(told.replace(wrong(''), '')).toMatch(fault);
    expect(told).not.toContain('SQUEAMISH');
  });

  it.each(['constructor', '__proto__', 'hasOwnProperty', 'toString'])(
    'is refused with a member that every object has: %s',
    (name) => {
      for (const value of ['null', '{}', '"SQUEAMISH"', '1']) {
        const text = JSON.stringify({ keys: [entry] }).replace('{"id"', `{"${name}":${value},"id"`);
        expect(faultOf(text)).toBe(wrong('keys[0] has an unknown field'));
      }
    },
  );

  it('tells of all its faults at once', () => {
    const faults = faultOf({ keys: [{ ...entry, id: '.' }, entry, { ...entry, sha256: '', scopes: [''] }] });
    expect(faults.replace(wrong(''), '').split('; ')).toEqual([
      expect.stringContaining('keys[0].id'),
      expect.stringContaining('keys[2].sha256'),
      expect.stringContaining('keys[2].scopes'),
    ]);
  });

  it('is refused with three valid keys of one caller', () => {
    expect(faultOf({ keys: [entry, entry, entry] })).toBe(
      wrong('more than 2 keys with the id one are valid'),
    );
    const expired = { ...entry, expires: '2020-01-01' };
    const path = fileOf({ keys: [entry, entry, expired] });
    expect(readConfig({ ...LIVE, AUTH_API_KEYS_FILE: path }).auth.apiKeys?.entries).toHaveLength(3);
  });
});

describe('the secret of gateways', () => {
  it.each([
    ['one', ['one']],
    ['new,old', ['new', 'old']],
    ['new, old', ['new', 'old']],
  ])('is read from %j', (text, secrets) => {
    expect(readConfig({ ...LIVE, ROUTER_SECRET: text }).routerSecrets).toEqual(secrets);
  });

  it.each([
    ['a,b,c', 'must contain at most 2 values, separated by commas'],
    ['a,', 'must be one or two values of visible ASCII characters, without spaces'],
    [',', 'must be one or two values of visible ASCII characters, without spaces'],
    ['a b', 'must be one or two values of visible ASCII characters, without spaces'],
    ['sécret', 'must be one or two values of visible ASCII characters, without spaces'],
  ])('is refused as %j', (text, fault) => {
    expect(faultsWith({ ROUTER_SECRET: text })).toEqual([`ROUTER_SECRET ${fault}`]);
  });
});

describe('the origins of web pages', () => {
  it('are read as they are written', () => {
    const origins =
      'https://app.example,https://app.example:8443, http://localhost:5173,http://127.0.0.1:3000';
    expect(readConfig({ ...LIVE, CORS_ORIGINS: origins }).corsOrigins).toEqual([
      'https://app.example',
      'https://app.example:8443',
      'http://localhost:5173',
      'http://127.0.0.1:3000',
    ]);
  });

  it.each([
    ['*', /must name each origin/],
    ['https://app.example,*', /must name each origin/],
    ['null', /must name each origin/],
    ['http://app.example', /plain http is allowed to loopback hosts only/],
    ['https://app.example/', /must contain only origins/],
    ['https://app.example/page', /must contain only origins/],
    ['https://App.example', /must contain only origins/],
    ['https://app.example:443', /must contain only origins/],
    ['https://*.example', /must name each origin/],
    ['app.example', /must be a URL/],
    ['https://app.example,', /must be a URL/],
    ['https://user@app.example', /must not contain a user/],
    ['chrome-extension://abc', /must begin with https/],
  ])('are refused as %j', (text, fault) => {
    expect(faultsWith({ CORS_ORIGINS: text })).toEqual([expect.stringMatching(fault)]);
  });
});

describe('Sandbox and introspection', () => {
  it.each<readonly [Environment, boolean, boolean]>([
    [{}, true, true],
    [{ ...PRODUCTION }, false, false],
    [{ SANDBOX: 'off' }, false, true],
    [{ INTROSPECTION: 'off' }, true, false],
    [{ ...PRODUCTION, SANDBOX: 'on' }, true, false],
    [{ ...PRODUCTION, INTROSPECTION: 'on' }, false, true],
  ])('are switches of their own: %j', (environment, sandbox, introspection) => {
    expect(readConfig({ ...LIVE, ...TOKENS, ...environment })).toMatchObject({ sandbox, introspection });
  });

  it.each(['true', 'ON', '1'])('are on or off, not %s', (text) => {
    expect(faultsWith({ SANDBOX: text, INTROSPECTION: text })).toEqual([
      'SANDBOX must be one of: on, off',
      'INTROSPECTION must be one of: on, off',
    ]);
  });
});
