import { describe, expect, it } from '@jest/globals';
import { readConfig } from '../../../src/config/config.ts';
import { jsonFile } from '../../support/json-file.ts';
import { closedAfterEach } from '../../support/resources.ts';
import { configErrorOf } from './config-faults.ts';
import { CLIENT_TOKEN, type Environment, INSTANCE_ID, INSTANCE_TOKEN, TOKENS } from './live-environment.ts';

const opened = closedAfterEach();
const fileOf = (contents: unknown): string => opened(jsonFile(contents)).path;

const TENANTS: Environment = { ...TOKENS, AUTH_TENANT_CLAIM: 'tenant' };
const ENTRY = { tenant: 'acme', instanceId: INSTANCE_ID, instanceToken: INSTANCE_TOKEN };

const faultsOf = (environment: Environment) =>
  configErrorOf({ ...TENANTS, ...environment }).errors.map(({ name, error }) => `${name} ${error}`);

describe('the file of instances', () => {
  it('gives an instance for each tenant, with what is optional and without', () => {
    const full = { ...ENTRY, tenant: 'other', clientToken: CLIENT_TOKEN, communities: ['12345', '54321'] };
    const path = fileOf({ instances: [ENTRY, full] });
    const environment = { ...TENANTS, ZAPI_INSTANCES_FILE: path, ZAPI_BASE_URL: 'https://proxy.example' };
    expect(readConfig(environment).zApi).toEqual({
      mode: 'live',
      tenants: [
        {
          access: {
            baseUrl: 'https://proxy.example',
            instanceId: INSTANCE_ID,
            instanceToken: INSTANCE_TOKEN,
            clientToken: undefined,
          },
          name: 'acme',
          communities: undefined,
        },
        {
          access: {
            baseUrl: 'https://proxy.example',
            instanceId: INSTANCE_ID,
            instanceToken: INSTANCE_TOKEN,
            clientToken: CLIENT_TOKEN,
          },
          name: 'other',
          communities: ['12345', '54321'],
        },
      ],
    });
  });

  it.each(['ZAPI_INSTANCE_ID', 'ZAPI_INSTANCE_TOKEN', 'ZAPI_CLIENT_TOKEN'])(
    'and %s exclude each other',
    (name) => {
      const path = fileOf({ instances: [ENTRY] });
      expect(faultsOf({ ZAPI_INSTANCES_FILE: path, [name]: 'something' })).toEqual([
        `ZAPI_INSTANCES_FILE replaces ${name}: set one or the other`,
      ]);
    },
  );

  it('wants tokens to name a tenant', () => {
    const path = fileOf({ instances: [ENTRY] });
    expect(faultsOf({ ZAPI_INSTANCES_FILE: path, AUTH_TENANT_CLAIM: '' })).toEqual([
      'AUTH_TENANT_CLAIM is missing; without it the tenant of a token is unknown',
    ]);
  });

  it('wants callers to be authenticated', () => {
    const path = fileOf({ instances: [ENTRY] });
    const { errors: faults } = configErrorOf({ ZAPI_INSTANCES_FILE: path });
    expect(faults.map(({ name }) => name)).toEqual(['ZAPI_INSTANCES_FILE']);
  });

  it('gives the simulator its tenants, and none of the secrets', () => {
    const entry = { ...ENTRY, communities: ['12345'] };
    const path = fileOf({ instances: [entry, { ...ENTRY, tenant: 'other' }] });
    const environment = { ...TENANTS, ZAPI_MODE: 'simulator', ZAPI_INSTANCES_FILE: path };
    expect(readConfig(environment).zApi).toEqual({
      mode: 'simulator',
      tenants: [
        { name: 'acme', communities: ['12345'] },
        { name: 'other', communities: undefined },
      ],
    });
  });

  it.each([
    [{ instances: [] }, 'names a file without instances'],
    [{ instances: [ENTRY, ENTRY] }, 'names a file that repeats a tenant'],
    [{ tenants: [ENTRY] }, 'names a file that is not JSON of the form {"instances": [...]}'],
  ])('is refused: %j', (contents, fault) => {
    expect(faultsOf({ ZAPI_INSTANCES_FILE: fileOf(contents) })).toEqual([`ZAPI_INSTANCES_FILE ${fault}`]);
  });

  it.each<readonly [field: string, value: unknown, fault: RegExp]>([
    ['tenant', undefined, /instances\[0\]\.tenant must be a non-empty string$/],
    ['tenant', '', /instances\[0\]\.tenant must be a non-empty string$/],
    ['instanceId', undefined, /instances\[0\]\.instanceId must be a string$/],
    [
      'instanceId',
      INSTANCE_TOKEN,
      /instances\[0\]\.instanceId contains a value that looks like ZAPI_INSTANCE_TOKEN/,
    ],
    ['instanceToken', 'a b', /instances\[0\]\.instanceToken must be visible ASCII/],
    [
      'clientToken',
      INSTANCE_ID,
      /instances\[0\]\.clientToken contains a value that looks like ZAPI_INSTANCE_ID/,
    ],
    ['communities', null, /instances\[0\]\.communities must/],
    ['clientToken', null, /instances\[0\]\.clientToken must be a string$/],
    ['communities', '12345', /instances\[0\]\.communities must/],
    ['communities', [12345], /instances\[0\]\.communities must contain only community ids/],
    ['communities', ['SQUEAMISH'], /instances\[0\]\.communities must contain only community ids/],
    ['url', 'SQUEAMISH', /instances\[0\] has an unknown field$/],
  ])('is refused with %s %j, and no value is said', (field, value, fault) => {
    const [told = '', ...others] = faultsOf({
      ZAPI_INSTANCES_FILE: fileOf({ instances: [{ ...ENTRY, [field]: value }] }),
    });
    expect(others).toEqual([]);
    expect(told).toMatch(fault);
    expect(told).not.toMatch(/SQUEAMISH|[0-9A-F]{24}/);
  });
});
