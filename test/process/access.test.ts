import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { SCOPES } from '../../src/auth/caller.ts';
import { apiKeysFile, testApiKey } from '../support/api-keys.ts';
import type { SpawnedProcess } from '../support/process.ts';
import { closedAfterAll } from '../support/resources.ts';
import { urlOf as baseUrlOf, runSource } from '../support/run-source.ts';

type Environment = Readonly<Record<string, string>>;

const SIMULATOR: Environment = { ZAPI_MODE: 'simulator', PORT: '0' };
const OPEN = 'callers are not authenticated: whoever reaches this address may do everything';

const kept = closedAfterAll();

const run = (...started: Parameters<typeof runSource>): SpawnedProcess => kept(runSource(...started));

const urlOf = async (service: SpawnedProcess): Promise<string> => `${await baseUrlOf(service)}/graphql`;

const statusWith = async (url: string, headers: Readonly<Record<string, string>>): Promise<number> => {
  const { status } = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: '{"query":"{ __typename }"}',
  });
  return status;
};

describe('a service without a way to authenticate', () => {
  let open: SpawnedProcess;
  let exposed: SpawnedProcess;
  let production: SpawnedProcess;
  beforeAll(async () => {
    open = run('main.ts', SIMULATOR);
    exposed = run('main.ts', { ...SIMULATOR, HOST: '0.0.0.0' });
    production = run('main.ts', {
      NODE_ENV: 'production',
      ZAPI_INSTANCE_ID: 'squeamish',
      ZAPI_INSTANCE_TOKEN: 'squeamish',
    });
    await Promise.all([exposed.exit, production.exit]);
  });

  it('starts on loopback, with a warning', async () => {
    expect(await statusWith(await urlOf(open), {})).toBe(200);
    expect(open.logs.filter(({ level }) => level === 'warn')).toMatchObject([{ msg: OPEN }]);
  });

  it.each([
    ['on an address that others reach', () => exposed, 'HOST is not loopback'],
    ['in production', () => production, 'NODE_ENV is production'],
  ])('exits with 78 and one line that says what to set: %s', async (_, service, why) => {
    const { exit, stdout, stderr } = service();
    expect(await exit).toEqual({ code: 78, signal: null });
    const lines = stderr.split('\n').filter((line) => line.includes('AUTH_'));
    expect(lines).toEqual([
      `  ${why}${why.startsWith('HOST') ? ', so' : ', where'} anyone could call: set AUTH_JWKS_URL or AUTH_API_KEYS_FILE to authenticate callers.`,
    ]);
    expect(stdout).toBe('');
    expect(stderr).not.toContain('squeamish');
  });
});

describe('the file of API keys', () => {
  const [OLD, NEW] = [testApiKey({ secret: 'old' }), testApiKey({ secret: 'new' })];

  it('is read again on SIGHUP, and kept as it was when something is wrong with it', async () => {
    const file = kept(apiKeysFile(OLD));
    const service = run('main.ts', { ...SIMULATOR, AUTH_API_KEYS_FILE: file.path });
    const url = await urlOf(service);
    const statuses = async () => [await statusWith(url, OLD.headers), await statusWith(url, NEW.headers)];
    const reread = async (line: RegExp) => {
      service.kill('SIGHUP');
      await service.printed(line);
    };
    expect(await statuses()).toEqual([200, 401]);

    file.write({ keys: [OLD.entry, NEW.entry] });
    expect(await statuses()).toEqual([200, 401]);
    await reread(/"keys":2,"msg":"API keys read again"/);
    expect(await statuses()).toEqual([200, 200]);

    file.write('{"keys":[{"id":"SQUEAMISH"');
    await reread(/AUTH_API_KEYS_FILE names a file that is not JSON/);
    expect(await statuses()).toEqual([200, 200]);

    file.write({ keys: [NEW.entry] });
    await reread(/"keys":1,"msg":"API keys read again"/);
    expect(await statuses()).toEqual([401, 200]);

    expect(service.logs.filter(({ msg }) => msg === OPEN)).toEqual([]);
    expect(service.stdout).not.toContain('SQUEAMISH');
    service.kill('SIGTERM');
    expect(await service.exit).toEqual({ code: 0, signal: null });
  });

  it('is all that SIGHUP is heard for: without one it ends the service, in order', async () => {
    const service = run('main.ts', SIMULATOR);
    await urlOf(service);
    service.kill('SIGHUP');
    expect(await service.exit).toEqual({ code: 0, signal: null });
  });
});

describe('npm run api-key', () => {
  const printedBy = async (...args: readonly string[]) => {
    const made = run('cli/create-api-key.ts', {}, ...args);
    const { code } = await made.exit;
    const [, key = ''] = /^ {2}([\w-]+\.[\w-]+)$/m.exec(made.stdout) ?? [];
    const [, entry = 'null'] = /^ {2}(\{.*\})$/m.exec(made.stdout) ?? [];
    return { code, key, entry: JSON.parse(entry), stdout: made.stdout, stderr: made.stderr };
  };

  it('makes a key that the service accepts, and shows its secret once', async () => {
    const { code, key, entry, stdout } = await printedBy('--id', 'backend', '--scopes', 'communities:read');
    const [id, secret = ''] = key.split('.');
    expect({ code, id }).toEqual({ code: 0, id: 'backend' });
    expect(Buffer.from(secret, 'base64url')).toHaveLength(32);
    expect(stdout.split(secret)).toHaveLength(2);
    expect(entry).toEqual({
      id: 'backend',
      sha256: createHash('sha256').update(secret).digest('hex'),
      scopes: ['communities:read'],
    });

    const file = kept(apiKeysFile());
    file.write({ keys: [entry] });
    const service = run('main.ts', { ...SIMULATOR, AUTH_API_KEYS_FILE: file.path });
    expect(await statusWith(await urlOf(service), { 'x-api-key': key })).toBe(200);
  });

  it('needs to be told nothing, and makes another one each time', async () => {
    const [first, second] = await Promise.all([printedBy(), printedBy()]);
    expect(first.entry).toMatchObject({ id: expect.stringMatching(/^key-[0-9a-f]{8}$/), scopes: SCOPES });
    expect(second.key.split('.')[0]).not.toBe(first.key.split('.')[0]);
    expect(second.key.split('.')[1]).not.toBe(first.key.split('.')[1]);
  });

  it('puts a tenant and an end in the entry', async () => {
    const { entry } = await printedBy('--tenant', 'acme', '--expires', '2027-01-31');
    expect(entry).toMatchObject({ tenant: 'acme', expires: '2027-01-31' });
  });

  it('says what is wrong and how it is used, and makes none', async () => {
    const [wrong, past, unknown] = await Promise.all([
      printedBy('--id', 'a.b', '--scopes', 'communities:write', '--expires', 'soon'),
      printedBy('--expires', '2020-01-01'),
      printedBy('--name', 'backend'),
    ]);
    expect({ code: wrong.code, stdout: wrong.stdout }).toEqual({ code: 64, stdout: '' });
    expect(wrong.stderr.match(/^--\w+ must be/gm)).toEqual([
      '--id must be',
      '--scopes must be',
      '--expires must be',
    ]);
    expect({ code: past.code, stdout: past.stdout }).toEqual({ code: 64, stdout: '' });
    expect(past.stderr).toContain('--expires must be in the future');
    expect({ code: unknown.code, stdout: unknown.stdout }).toEqual({ code: 64, stdout: '' });
    expect(unknown.stderr).toContain('Usage: npm run api-key');
  });
});
