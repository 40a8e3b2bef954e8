import { describe, expect, it } from '@jest/globals';
import { type Config, readConfig } from '../../../src/config/config.ts';
import { SETTINGS } from '../../../src/config/settings.ts';
import { configErrorOf, faultsWith } from './config-faults.ts';
import { CLIENT_TOKEN, INSTANCE_ID, INSTANCE_TOKEN, LIVE, PRODUCTION, TOKENS } from './live-environment.ts';

const DEFAULTS: Config = {
  host: '127.0.0.1',
  port: 4000,
  production: false,
  logLevel: 'info',
  metrics: undefined,
  zApi: {
    mode: 'live',
    tenants: [
      {
        access: {
          baseUrl: 'https://api.z-api.io',
          instanceId: INSTANCE_ID,
          instanceToken: INSTANCE_TOKEN,
          clientToken: CLIENT_TOKEN,
        },
        name: undefined,
        communities: undefined,
      },
    ],
  },
  attemptTimeoutMs: 12_000,
  deadlineMs: 20_000,
  shutdownGraceMs: 25_000,
  readBack: 'on-failure',
  breakerFailures: 10,
  auth: { tokens: undefined, apiKeys: undefined },
  audit: { hashKey: undefined, plainIds: false },
  routerSecrets: [],
  limits: {
    callerMutationsPerMinute: 30,
    instanceMutationsPerMinute: 20,
    callerQueriesPerMinute: 300,
    instanceReadsPerMinute: 120,
    instanceConcurrentUnlinks: 4,
    instanceQueueLimit: 16,
  },
  corsOrigins: [],
  sandbox: true,
  introspection: true,
};

describe('what is read', () => {
  it('takes the documented defaults for all but the secrets', () => {
    expect(readConfig(LIVE)).toEqual(DEFAULTS);
  });

  it('takes an empty setting for an unset one', () => {
    const empty = Object.fromEntries(SETTINGS.map(({ name }) => [name, '']));
    expect(readConfig({ ...empty, ...LIVE })).toEqual(DEFAULTS);
  });

  it.each([undefined, ''])('needs no Client-Token (%j)', (value) => {
    expect(readConfig({ ...LIVE, ZAPI_CLIENT_TOKEN: value }).zApi).toMatchObject({
      tenants: [{ access: { instanceId: INSTANCE_ID, clientToken: undefined } }],
    });
  });

  it('reads every setting', () => {
    expect(
      readConfig({
        HOST: '0.0.0.0',
        PORT: '8080',
        NODE_ENV: 'production',
        LOG_LEVEL: 'debug',
        ZAPI_MODE: 'live',
        ZAPI_BASE_URL: 'https://proxy.example/z-api',
        ZAPI_INSTANCE_ID: 'id',
        ZAPI_INSTANCE_TOKEN: 'token',
        ZAPI_CLIENT_TOKEN: 'client',
        ZAPI_ATTEMPT_TIMEOUT_MS: '100',
        ZAPI_DEADLINE_MS: '101',
        ZAPI_READ_BACK: 'always',
        ZAPI_BREAKER_FAILURES: '7',
        SHUTDOWN_GRACE_MS: '102',
        AUTH_JWKS_URL: 'https://issuer.example/jwks.json',
        AUTH_ISSUER: 'https://issuer.example/',
        AUTH_AUDIENCE: 'communities',
        AUTH_TENANT_CLAIM: 'https://issuer.example/tenant',
        ROUTER_SECRET: 'new,old',
        AUDIT_HASH_KEY: 'a-key-of-16-char',
        AUDIT_PLAIN_IDS: 'on',
        CALLER_MUTATIONS_PER_MINUTE: '1',
        INSTANCE_MUTATIONS_PER_MINUTE: '2',
        CALLER_QUERIES_PER_MINUTE: '3',
        INSTANCE_READS_PER_MINUTE: '4',
        INSTANCE_CONCURRENT_UNLINKS: '5',
        INSTANCE_QUEUE_LIMIT: '6',
        CORS_ORIGINS: 'https://app.example, http://localhost:5173',
        SANDBOX: 'on',
        INTROSPECTION: 'on',
      }),
    ).toEqual({
      host: '0.0.0.0',
      port: 8080,
      production: true,
      logLevel: 'debug',
      zApi: {
        mode: 'live',
        tenants: [
          {
            access: {
              baseUrl: 'https://proxy.example/z-api',
              instanceId: 'id',
              instanceToken: 'token',
              clientToken: 'client',
            },
            name: undefined,
            communities: undefined,
          },
        ],
      },
      attemptTimeoutMs: 100,
      deadlineMs: 101,
      shutdownGraceMs: 102,
      readBack: 'always',
      breakerFailures: 7,
      auth: {
        tokens: {
          jwksUrl: 'https://issuer.example/jwks.json',
          issuer: 'https://issuer.example/',
          audience: 'communities',
          tenantClaim: 'https://issuer.example/tenant',
        },
        apiKeys: undefined,
      },
      audit: { hashKey: 'a-key-of-16-char', plainIds: true },
      routerSecrets: ['new', 'old'],
      limits: {
        callerMutationsPerMinute: 1,
        instanceMutationsPerMinute: 2,
        callerQueriesPerMinute: 3,
        instanceReadsPerMinute: 4,
        instanceConcurrentUnlinks: 5,
        instanceQueueLimit: 6,
      },
      corsOrigins: ['https://app.example', 'http://localhost:5173'],
      sandbox: true,
      introspection: true,
    });
  });

  it.each([
    [undefined, false],
    ['development', false],
    ['test', false],
    ['production', true],
  ])('takes NODE_ENV %j for production: %s', (value, production) => {
    expect(
      readConfig({ ...LIVE, ...TOKENS, NODE_ENV: value, AUDIT_HASH_KEY: 'a-key-of-16-char' }),
    ).toMatchObject({
      production,
      sandbox: !production,
      introspection: !production,
    });
  });

  it.each(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'])('knows the level %s', (level) => {
    expect(readConfig({ ...LIVE, LOG_LEVEL: level })).toMatchObject({ logLevel: level });
  });

  it.each(['on-failure', 'always'])('knows the read-back %s', (readBack) => {
    expect(readConfig({ ...LIVE, ZAPI_READ_BACK: readBack })).toMatchObject({ readBack });
  });

  it('is frozen, the part for Z-API too', () => {
    const config = readConfig(LIVE);
    for (const part of [config, config.zApi, config.auth, config.limits, config.corsOrigins]) {
      expect(Object.isFrozen(part)).toBe(true);
    }
  });
});

describe('the simulator', () => {
  const SIMULATOR = { mode: 'simulator', tenants: [{ tenant: undefined, communities: undefined }] };

  it('needs no secret and keeps none that is set', () => {
    expect(readConfig({ ZAPI_MODE: 'simulator' }).zApi).toEqual(SIMULATOR);
    expect(readConfig({ ...LIVE, ZAPI_MODE: 'simulator' }).zApi).toEqual(SIMULATOR);
  });

  it('is refused in production', () => {
    expect(faultsWith({ ...TOKENS, ...PRODUCTION, ZAPI_MODE: 'simulator' })).toEqual([
      'ZAPI_MODE must be live in production',
    ]);
  });

  it('refused in production, is told of with the secrets that live mode lacks', () => {
    const { errors: faults } = configErrorOf({ ...TOKENS, ...PRODUCTION, ZAPI_MODE: 'simulator' });
    expect(faults.map(({ name }) => name)).toEqual(['ZAPI_MODE', 'ZAPI_INSTANCE_ID', 'ZAPI_INSTANCE_TOKEN']);
  });
});

describe('plain http to Z-API', () => {
  it.each(['http://localhost:9000', 'http://127.0.0.1:9000'])(
    'is refused in production: %s',
    (ZAPI_BASE_URL) => {
      const { errors } = configErrorOf({ ...LIVE, ...TOKENS, ...PRODUCTION, ZAPI_BASE_URL });
      expect(errors).toEqual([{ name: 'ZAPI_BASE_URL', error: 'must begin with https:// in production' }]);
    },
  );
});

describe('faults', () => {
  it('names the two required secrets when nothing is set', () => {
    expect(configErrorOf({}).errors).toEqual([
      { name: 'ZAPI_INSTANCE_ID', error: 'is missing' },
      { name: 'ZAPI_INSTANCE_TOKEN', error: 'is missing' },
    ]);
  });

  it.each(['', undefined])('takes a required secret that is %j for missing', (value) => {
    expect(faultsWith({ ZAPI_INSTANCE_ID: value })).toEqual(['ZAPI_INSTANCE_ID is missing']);
  });

  it('says all faults at once, each once', () => {
    const faults = faultsWith({
      HOST: ' 127.0.0.1',
      PORT: 'http',
      NODE_ENV: 'prod',
      LOG_LEVEL: 'verbose',
      METRICS_PORT: '-1',
      METRICS_HOST: '[::1]',
      ZAPI_MODE: 'fake',
      ZAPI_BASE_URL: 'api.z-api.io',
      ZAPI_INSTANCE_ID: '',
      ZAPI_INSTANCE_TOKEN: INSTANCE_ID,
      ZAPI_CLIENT_TOKEN: 'with space',
      ZAPI_ATTEMPT_TIMEOUT_MS: '12s',
      ZAPI_DEADLINE_MS: '0',
      ZAPI_READ_BACK: 'never',
      ZAPI_BREAKER_FAILURES: 'many',
      SHUTDOWN_GRACE_MS: '0',
      AUTH_JWKS_URL: 'issuer.example',
      AUTH_ISSUER: ' ',
      AUTH_AUDIENCE: ' ',
      AUTH_TENANT_CLAIM: ' ',
      AUTH_API_KEYS_FILE: '/nowhere/keys.json',
      ROUTER_SECRET: 'one,two,three',
      AUDIT_HASH_KEY: ' ',
      AUDIT_PLAIN_IDS: 'yes',
      CALLER_MUTATIONS_PER_MINUTE: '-1',
      INSTANCE_MUTATIONS_PER_MINUTE: 'none',
      CALLER_QUERIES_PER_MINUTE: '1.5',
      INSTANCE_READS_PER_MINUTE: '2000000',
      INSTANCE_CONCURRENT_UNLINKS: '0',
      INSTANCE_QUEUE_LIMIT: 'long',
      CORS_ORIGINS: '*',
      SANDBOX: 'yes',
      INTROSPECTION: 'true',
    });
    expect([...new Set(faults)]).toEqual(faults);
    expect([...new Set(faults.map((fault) => fault.split(' ')[0]))].sort()).toEqual(
      SETTINGS.map(({ name }) => name)
        .filter((name) => name !== 'ZAPI_INSTANCES_FILE')
        .sort(),
    );
  });

  it.each(SETTINGS.map(({ name }) => name))('refuses white space around %s by name', (name) => {
    const sound = {
      ...LIVE,
      [name]: LIVE[name] ?? SETTINGS.find((setting) => setting.name === name)?.default,
    };
    for (const spoil of [
      (text: string) => `${text} `,
      (text: string) => ` ${text}`,
      (text: string) => `${text}\n`,
      (text: string) => `${text}\r`,
      (text: string) => `\t${text}`,
      (text: string) => `${text}\u00a0`,
    ]) {
      expect(faultsWith({ [name]: spoil(sound[name] ?? '') })).toContain(
        `${name} begins or ends with white space`,
      );
    }
  });

  it('takes a setting of nothing but white space for a fault, not for unset', () => {
    expect(faultsWith({ PORT: ' ' })).toEqual(['PORT begins or ends with white space']);
  });

  it.each(['Production', 'PRODUCTION', 'prod', 'live', 'production;'])('refuses the NODE_ENV %j', (value) => {
    expect(faultsWith({ NODE_ENV: value })).toEqual([
      'NODE_ENV must be one of: development, test, production',
    ]);
  });

  it.each(['never', 'Always', 'on_failure', 'true', 'always;'])('refuses the read-back %j', (value) => {
    expect(faultsWith({ ZAPI_READ_BACK: value })).toEqual([
      'ZAPI_READ_BACK must be one of: on-failure, always',
    ]);
  });

  it('holds no value, neither in its message nor in its faults', () => {
    const marked = Object.fromEntries(SETTINGS.map(({ name }) => [name, 'LEAK\u0007ED ']));
    const trimmed = Object.fromEntries(SETTINGS.map(({ name }) => [name, 'LEAK\u0007ED']));
    for (const environment of [marked, trimmed]) {
      const error = configErrorOf(environment);
      expect(error.errors.length).toBeGreaterThanOrEqual(SETTINGS.length - 8);
      expect(`${error.message}${error.stack}${JSON.stringify(error)}`).not.toMatch(/LEAK|ED/);
    }
  });

  it('puts every name in the message of the error, which bears a name of its own', () => {
    expect(configErrorOf({}).name).toBe('ConfigError');
    expect(configErrorOf({}).message).toBe('ZAPI_INSTANCE_ID is missing; ZAPI_INSTANCE_TOKEN is missing');
  });
});

describe('times', () => {
  it.each([
    ['the attempt as long as the deadline', { ZAPI_ATTEMPT_TIMEOUT_MS: '20000' }],
    ['the attempt longer than the deadline', { ZAPI_ATTEMPT_TIMEOUT_MS: '20001' }],
    ['a deadline shorter than the default attempt', { ZAPI_DEADLINE_MS: '11999' }],
    ['both set and equal', { ZAPI_ATTEMPT_TIMEOUT_MS: '5', ZAPI_DEADLINE_MS: '5' }],
  ])('refuses %s', (_, environment) => {
    expect(faultsWith(environment)).toEqual(['ZAPI_ATTEMPT_TIMEOUT_MS must be less than ZAPI_DEADLINE_MS']);
  });

  it('accepts an attempt one millisecond below the deadline', () => {
    expect(readConfig({ ...LIVE, ZAPI_ATTEMPT_TIMEOUT_MS: '19999' })).toMatchObject({
      attemptTimeoutMs: 19_999,
    });
  });

  it.each(['ZAPI_ATTEMPT_TIMEOUT_MS', 'ZAPI_DEADLINE_MS'])(
    'does not compare when %s itself is wrong',
    (name) => {
      expect(faultsWith({ [name]: 'soon' })).toEqual([`${name} must be a whole number from 1 to 600000`]);
    },
  );
});

describe('metrics', () => {
  it('are served where they are told to be', () => {
    const { metrics } = readConfig({ ...LIVE, METRICS_PORT: '9464', METRICS_HOST: '0.0.0.0' });
    expect(metrics).toEqual({ host: '0.0.0.0', port: 9_464 });
  });

  it('have no address without a port', () => {
    expect(faultsWith({ METRICS_HOST: '0.0.0.0' })).toEqual([
      'METRICS_HOST requires METRICS_PORT: without it metrics are off',
    ]);
  });
});

describe('bounds', () => {
  it.each([
    ['PORT', '0', { port: 0 }],
    ['PORT', '65535', { port: 65_535 }],
    ['METRICS_PORT', '0', { metrics: { host: '127.0.0.1', port: 0 } }],
    ['METRICS_PORT', '65535', { metrics: { host: '127.0.0.1', port: 65_535 } }],
    ['ZAPI_ATTEMPT_TIMEOUT_MS', '1', { attemptTimeoutMs: 1 }],
    ['ZAPI_DEADLINE_MS', '600000', { deadlineMs: 600_000 }],
  ])('accepts %s=%s', (name, value, expected) => {
    expect(readConfig({ ...LIVE, [name]: value })).toMatchObject(expected);
  });

  it.each([
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['METRICS_PORT', '65536'],
    ['ZAPI_ATTEMPT_TIMEOUT_MS', '0'],
    ['ZAPI_ATTEMPT_TIMEOUT_MS', '600001'],
    ['ZAPI_DEADLINE_MS', '0'],
    ['ZAPI_DEADLINE_MS', '600001'],
  ])('refuses %s=%s', (name, value) => {
    expect(faultsWith({ [name]: value })).toEqual([
      expect.stringMatching(new RegExp(`^${name} must be a whole number from \\d+ to \\d+$`)),
    ]);
  });
});
