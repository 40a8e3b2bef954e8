import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { SCOPES } from '../../src/auth/caller.ts';
import { ESCOLA } from '../../src/simulator/communities.ts';
import { startSimulator } from '../../src/simulator/simulator.ts';
import { apiKeysFile, testApiKey } from '../support/api-keys.ts';
import { CANARY_ACCESS, CANARY_ROUTER_SECRET } from '../support/canaries.ts';
import { type Issuer, startIssuer } from '../support/issuer.ts';
import { codeIn, tableOf } from '../support/readme.ts';
import { closedAfterAll } from '../support/resources.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { configErrorOf } from '../unit/config/config-faults.ts';

const KEY = testApiKey({ id: 'reports', scopes: ['communities:read'] });

const kept = closedAfterAll();
let issuer: Issuer;
let service: TestService;
beforeAll(async () => {
  const simulator = kept(await startSimulator({ credentials: CANARY_ACCESS }));
  issuer = kept(await startIssuer());
  const environment = {
    ...issuer.environment,
    AUTH_API_KEYS_FILE: kept(apiKeysFile(KEY)).path,
    ROUTER_SECRET: CANARY_ROUTER_SECRET,
  };
  service = kept(await startTestService({ zApiUrl: simulator.url, environment }));
});

/** Runs a shell example of the README as it stands. */
const shell = async (command: string, env: Readonly<Record<string, string>>) => {
  const { stdout } = await promisify(execFile)('bash', ['-c', command], {
    env: { PATH: process.env.PATH, API: service.url, ...env },
  });
  return JSON.parse(stdout);
};

/** The last example of a section in a language. */
const example = (section: string, language: string): string => codeIn(section, language).at(-1) ?? '';

describe('the examples of the README', () => {
  it('let a frontend in with a token', async () => {
    const names = ['API', 'accessToken', 'query', 'variables'];
    const code = `return (async () => { ${example('A frontend, with tokens', 'js')}; return { data, errors }; })()`;
    const query = 'query ($id: ID!) { community(id: $id) { name } }';
    const answer = await new Function(...names, code)(service.url, await issuer.token(), query, {
      id: ESCOLA.id,
    });
    expect(answer).toEqual({ data: { community: { name: ESCOLA.name } }, errors: undefined });
  });

  it('let a backend in with an API key', async () => {
    const command = example('A backend, with an API key', 'sh');
    const answer = await shell(command, { API_KEY: KEY.headers['x-api-key'] ?? '' });
    expect(answer.data.communities.items.length).toBeGreaterThan(0);
  });

  it('let a gateway compose with its secret', async () => {
    const command = example('A federated gateway', 'sh');
    const answer = await shell(command, { ROUTER_SECRET: CANARY_ROUTER_SECRET });
    expect(answer.data._service.sdl).toContain('type Community');
  });

  it('set what tokens want', () => {
    const [settings = ''] = codeIn('A frontend, with tokens', 'sh');
    const environment = Object.fromEntries(
      settings
        .trim()
        .split('\n')
        .map((line) => line.split('=')),
    );
    expect(Object.keys(environment)).toEqual([
      'AUTH_JWKS_URL',
      'AUTH_ISSUER',
      'AUTH_AUDIENCE',
      'CORS_ORIGINS',
    ]);
    expect(configErrorOf(environment).errors.map(({ name }) => name)).toEqual([
      'ZAPI_INSTANCE_ID',
      'ZAPI_INSTANCE_TOKEN',
    ]);
  });

  it('show files that are accepted', () => {
    const files: readonly (readonly [string, string])[] = [
      ['AUTH_API_KEYS_FILE', example('A backend, with an API key', 'json')],
      ['ZAPI_INSTANCES_FILE', example('Several Z-API instances', 'json')],
    ];
    const environment = Object.fromEntries(
      files.map(([name, text]) => {
        const file = kept(apiKeysFile());
        file.write(text);
        return [name, file.path];
      }),
    );
    const faults = configErrorOf({ ...environment, PORT: 'wrong' }).errors;
    expect(faults.map(({ name }) => name)).toEqual(['PORT']);
  });
});

/** Codes of Node.js, and words for the log. */
const OF_OTHERS = /^(?:ERR|HPE)_|^(?:API_KEY|TWO_CREDENTIALS|NOT_BEARER)$/;

/** All code of a folder. */
const sourceIn = (folder: string): string =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .join('\n');

describe('the tables of the README', () => {
  it('list every scope', () => {
    expect(tableOf('scope').map(([scope]) => scope)).toEqual(SCOPES.map((scope) => `\`${scope}\``));
  });

  it('list codes that the code gives', () => {
    const source = sourceIn('src');
    const codes = tableOf('code').map(([code = '']) => code.replaceAll('`', ''));
    expect(codes.length).toBeGreaterThan(10);
    expect(codes.filter((code) => !source.includes(`'${code}'`))).toEqual([]);
  });

  it('list every code that is given before GraphQL', () => {
    const source = sourceIn('src/http');
    const given = (source.match(/(?<=')[A-Z]{3,}(?:_[A-Z]+)+(?=')/g) ?? []).filter(
      (code) => !OF_OTHERS.test(code),
    );
    const listed = tableOf('code').map(([code = '']) => code.replaceAll('`', ''));
    expect(given.length).toBeGreaterThan(8);
    expect(given.filter((code) => !listed.includes(code))).toEqual([]);
  });
});
