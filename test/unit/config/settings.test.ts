import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { readConfig } from '../../../src/config/config.ts';
import { SETTINGS } from '../../../src/config/settings.ts';
import { LIVE } from './live-environment.ts';

describe('the list of settings', () => {
  it('holds each name once', () => {
    const names = SETTINGS.map(({ name }) => name);
    expect([...new Set(names)]).toEqual(names);
  });

  it('gives the defaults that are promised', () => {
    expect(Object.fromEntries(SETTINGS.map(({ name, default: fallback }) => [name, fallback]))).toEqual({
      HOST: '127.0.0.1',
      PORT: '4000',
      NODE_ENV: 'development',
      LOG_LEVEL: 'info',
      METRICS_PORT: undefined,
      METRICS_HOST: undefined,
      ZAPI_MODE: 'live',
      ZAPI_BASE_URL: 'https://api.z-api.io',
      ZAPI_INSTANCE_ID: undefined,
      ZAPI_INSTANCE_TOKEN: undefined,
      ZAPI_CLIENT_TOKEN: undefined,
      ZAPI_ATTEMPT_TIMEOUT_MS: '12000',
      ZAPI_DEADLINE_MS: '20000',
      ZAPI_READ_BACK: 'on-failure',
      ZAPI_BREAKER_FAILURES: '10',
      SHUTDOWN_GRACE_MS: '25000',
      ZAPI_INSTANCES_FILE: undefined,
      AUTH_JWKS_URL: undefined,
      AUTH_ISSUER: undefined,
      AUTH_AUDIENCE: undefined,
      AUTH_TENANT_CLAIM: undefined,
      AUTH_API_KEYS_FILE: undefined,
      ROUTER_SECRET: undefined,
      AUDIT_HASH_KEY: undefined,
      AUDIT_PLAIN_IDS: 'off',
      CALLER_MUTATIONS_PER_MINUTE: '30',
      INSTANCE_MUTATIONS_PER_MINUTE: '20',
      CALLER_QUERIES_PER_MINUTE: '300',
      INSTANCE_READS_PER_MINUTE: '120',
      INSTANCE_CONCURRENT_UNLINKS: '4',
      INSTANCE_QUEUE_LIMIT: '16',
      CORS_ORIGINS: undefined,
      SANDBOX: undefined,
      INTROSPECTION: undefined,
    });
  });

  it('gives defaults that mean the same written out as left out', () => {
    const written = Object.fromEntries(SETTINGS.map(({ name, default: fallback }) => [name, fallback]));
    expect(readConfig({ ...written, ...LIVE })).toEqual(readConfig(LIVE));
  });

  it("says of exactly Z-API's secrets where in its panel they are found", () => {
    const secrets = SETTINGS.filter(
      ({ name, description: what }) => name in LIVE && what.endsWith('A secret.'),
    );
    expect(secrets.map(({ name }) => name)).toEqual(Object.keys(LIVE));
    expect(SETTINGS.filter(({ hint: where }) => where !== undefined)).toEqual(secrets);
  });

  it('says that the Client-Token is optional, and why', () => {
    const { description: what } = SETTINGS.find(({ name }) => name === 'ZAPI_CLIENT_TOKEN') ?? {
      description: '',
    };
    expect(what).toContain('Optional: Z-API enforces it only once activated.');
  });
});

describe('.env.example', () => {
  it('lists exactly the settings, each with what it is and commented out with its default', () => {
    const file = readFileSync(new URL('../../../.env.example', import.meta.url), 'utf8');
    expect(file.split('\n').filter((line) => line !== '')).toEqual(
      SETTINGS.flatMap(({ name, description: what, default: fallback = '' }) => [
        `# ${what}`,
        `# ${name}=${fallback}`,
      ]),
    );
  });
});
