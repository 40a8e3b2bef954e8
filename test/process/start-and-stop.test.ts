import { once } from 'node:events';
import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { SCENARIOS } from '../../src/simulator/scenarios.ts';
import { startSimulator } from '../../src/simulator/simulator.ts';
import { CANARY_ACCESS, CANARY_AUDIT_KEY } from '../support/canaries.ts';
import { respond, startFaultServer } from '../support/fault-server.ts';
import { type Checkout, copyCheckout, type SpawnedProcess, spawnProcess } from '../support/process.ts';
import { closedAfterAll } from '../support/resources.ts';
import { urlOf } from '../support/run-source.ts';

type Environment = Readonly<Record<string, string>>;

const LIVE: Environment = {
  PORT: '0',
  ZAPI_INSTANCE_ID: CANARY_ACCESS.instanceId,
  ZAPI_INSTANCE_TOKEN: CANARY_ACCESS.instanceToken,
  ZAPI_CLIENT_TOKEN: CANARY_ACCESS.clientToken,
};

const SUCCESS = { code: 0, signal: null };
const FAILURE = { code: 1, signal: null };
const WRONG_SETTINGS = { code: 78, signal: null };

const kept = closedAfterAll();
let checkout: Checkout;
let dev: SpawnedProcess;

// `npm run dev` takes the longest to start, and does so while the rest goes on.
beforeAll(async () => {
  checkout = kept(await copyCheckout());
  dev = kept(spawnProcess('npm', ['run', 'dev'], { cwd: checkout.path, env: { PORT: '0' } }));
  const build = kept(spawnProcess('npm', ['run', 'build'], { cwd: checkout.path }));
  expect({ exit: await build.exit, errors: build.stdout.match(/error TS.*/g) }).toEqual({
    exit: SUCCESS,
    errors: null,
  });
});

/** A folder of its own to start in, so that no `.env` of a developer is read. */
const folderWith = async (envFile?: string): Promise<string> => {
  const path = await mkdtemp(join(tmpdir(), 'folder-'));
  kept({ close: () => rm(path, { recursive: true, force: true }) });
  if (envFile !== undefined) await writeFile(join(path, '.env'), envFile);
  return path;
};

/** Starts a compiled module of the service. */
const run = async (module: string, env: Environment, envFile?: string): Promise<SpawnedProcess> => {
  const cwd = await folderWith(envFile);
  return kept(spawnProcess('node', [join(checkout.path, 'dist', module)], { cwd, env }));
};

const start = (env: Environment, envFile?: string) => run('main.js', env, envFile);

/** A server that holds a port. */
const holdPort = async (): Promise<number> => {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  kept({ close: () => new Promise<void>((resolve) => server.close(() => resolve())) });
  return (server.address() as net.AddressInfo).port;
};

describe('a service that cannot start', () => {
  /** The settings that the start-up message finds fault with. */
  const faultsIn = ({ stderr }: SpawnedProcess): readonly (string | undefined)[] =>
    [...stderr.matchAll(/^ {2}([A-Z_]+) /gm)].map(([, name]) => name);

  let throughNpm: SpawnedProcess;
  let unset: SpawnedProcess;
  let allWrong: SpawnedProcess;
  let inProduction: SpawnedProcess;
  let slowAttempt: SpawnedProcess;
  let wrongFile: SpawnedProcess;
  let portTaken: SpawnedProcess;
  let metricsPortTaken: SpawnedProcess;

  // All at once, because each takes its time to start.
  beforeAll(async () => {
    throughNpm = kept(spawnProcess('npm', ['start'], { cwd: checkout.path }));
    unset = await start({});
    allWrong = await start({
      PORT: '70000SQUEAMISH',
      NODE_ENV: 'squeamish',
      LOG_LEVEL: 'SQUEAMISH',
      ZAPI_MODE: 'SQUEAMISH',
      ZAPI_BASE_URL: 'http://squeamish.example',
      ZAPI_INSTANCE_ID: `${CANARY_ACCESS.instanceId} `,
      ZAPI_INSTANCE_TOKEN: 'FdeadbeefdeadbeefdeadbeefdeadbeefS',
      ZAPI_CLIENT_TOKEN: `${CANARY_ACCESS.clientToken} OSSIFRAGE`,
      ZAPI_ATTEMPT_TIMEOUT_MS: '1e3SQUEAMISH',
      ZAPI_DEADLINE_MS: '-1',
    });
    inProduction = await start({
      ...LIVE,
      ZAPI_MODE: 'simulator',
      NODE_ENV: 'production',
      AUDIT_HASH_KEY: CANARY_AUDIT_KEY,
    });
    slowAttempt = await start({ ...LIVE, ZAPI_ATTEMPT_TIMEOUT_MS: '20000', ZAPI_DEADLINE_MS: '20000' });
    wrongFile = await start({}, 'ZAPI_MODE=simulator\nPORT=none\n');
    portTaken = await start({ ...LIVE, PORT: String(await holdPort()), LOG_LEVEL: 'trace' });
    metricsPortTaken = await start({
      ZAPI_MODE: 'simulator',
      PORT: '0',
      METRICS_PORT: String(await holdPort()),
    });
    const all = [
      throughNpm,
      unset,
      allWrong,
      inProduction,
      slowAttempt,
      wrongFile,
      portTaken,
      metricsPortTaken,
    ];
    await Promise.allSettled(all.map(({ exit }) => exit));
  });

  it('says at once all that is missing, what it is and where it is found, and exits with 78', async () => {
    expect(await unset.exit).toEqual(WRONG_SETTINGS);
    expect(unset.stdout).toBe('');
    expect(faultsIn(unset)).toEqual(['ZAPI_INSTANCE_ID', 'ZAPI_INSTANCE_TOKEN']);
    expect(unset.stderr).toMatch(
      /ZAPI_INSTANCE_ID is missing\.\n +The id of your Z-API instance\. .*\n +In Z-API's panel: Instances > .*ID da instância/,
    );
    expect(unset.stderr).toMatch(
      /ZAPI_INSTANCE_TOKEN is missing\.\n +The token of your Z-API instance\. .*\n +In Z-API's panel: Instances > .*Token da instância/,
    );
    expect(unset.stderr).toContain('`npm run dev`');
    expect(unset.stderr).toContain('.env');
  });

  it('is started by one plain node command, and exits with 78 through npm as well', async () => {
    expect(checkout.scripts.start).toBe('node dist/main.js');
    expect(await throughNpm.exit).toEqual(WRONG_SETTINGS);
    expect(throughNpm.stderr).toContain('ZAPI_INSTANCE_ID is missing.');
  });

  it('tells every fault at once, and no value', async () => {
    expect(await allWrong.exit).toEqual(WRONG_SETTINGS);
    expect([...faultsIn(allWrong)].sort()).toEqual([
      'LOG_LEVEL',
      'NODE_ENV',
      'PORT',
      'ZAPI_ATTEMPT_TIMEOUT_MS',
      'ZAPI_BASE_URL',
      'ZAPI_CLIENT_TOKEN',
      'ZAPI_DEADLINE_MS',
      'ZAPI_INSTANCE_ID',
      'ZAPI_INSTANCE_TOKEN',
      'ZAPI_MODE',
    ]);
    expect(allWrong.stderr).toContain('ZAPI_INSTANCE_ID begins or ends with white space.');
    expect(allWrong.stderr).toContain(
      'ZAPI_INSTANCE_TOKEN contains a value that looks like ZAPI_CLIENT_TOKEN',
    );
    expect(allWrong.stdout).toBe('');
    expect(allWrong.stderr).not.toMatch(/squeamish|ossifrage|deadbeef|70000|1e3/i);
  });

  it('refuses the simulator in production', async () => {
    expect(await inProduction.exit).toEqual(WRONG_SETTINGS);
    expect(faultsIn(inProduction)).toEqual(['ZAPI_MODE', 'NODE_ENV']);
  });

  it('refuses an attempt that may last as long as the whole operation', async () => {
    expect(await slowAttempt.exit).toEqual(WRONG_SETTINGS);
    expect(faultsIn(slowAttempt)).toEqual(['ZAPI_ATTEMPT_TIMEOUT_MS']);
  });

  it('finds fault with a file named .env as well', async () => {
    expect(await wrongFile.exit).toEqual(WRONG_SETTINGS);
    expect(faultsIn(wrongFile)).toEqual(['PORT']);
  });

  it('exits with 1 when its port is taken, says why, and tells no secret', async () => {
    expect(await portTaken.exit).toEqual(FAILURE);
    expect(portTaken.logs.at(-1)).toMatchObject({
      level: 'fatal',
      msg: 'the service cannot start',
      err: { code: 'EADDRINUSE' },
    });
    expect(portTaken.stderr).toBe('');
  });

  it('exits with 1 when the port of its metrics is taken, also with a simulator running', async () => {
    expect(await metricsPortTaken.exit).toEqual(FAILURE);
    expect(metricsPortTaken.logs.at(-1)).toMatchObject({ level: 'fatal', err: { code: 'EADDRINUSE' } });
  });
});

describe('a service whose log nobody reads any more', () => {
  it('exits with 0 when it is told to stop', async () => {
    const service = await start(LIVE);
    await urlOf(service);
    service.stopReading();
    service.kill('SIGTERM');
    expect(await Promise.race([service.exit, sleep(10_000, 'still running')])).toEqual(SUCCESS);
  });
});

describe('a file named .env', () => {
  it('gives the settings that the environment does not', async () => {
    const service = await start({ PORT: '0' }, 'ZAPI_MODE=simulator\nPORT=none\nLOG_LEVEL=info\n');
    const { status } = await fetch(`${await urlOf(service)}/health/ready`);
    expect(status).toBe(200);
    expect(service.logs.at(-1)).toMatchObject({ msg: 'ready', mode: 'simulator' });
    service.kill('SIGTERM');
    expect(await service.exit).toEqual(SUCCESS);
    expect(service.stderr).toBe('');
  });
});

describe('npm run dev', () => {
  const bash = async (line: string) => {
    const shell = kept(spawnProcess('bash', ['-c', line], { cwd: checkout.path }));
    expect(await shell.exit).toEqual(SUCCESS);
    return JSON.parse(shell.stdout);
  };

  it('needs no setting, says where everything is, prints a curl that works, and restarts on change', async () => {
    const [, url] = await dev.printed(/GraphQL API +(http:\/\/127\.0\.0\.1:\d+\/graphql) /);
    const [curl] = await dev.printed(/curl .*\}'$/m);
    expect(curl).toContain(url);
    expect(dev.stdout).toMatch(/Z-API +simulator on, at http:\/\/127\.0\.0\.1:\d+;/);
    await dev.printed(new RegExp(`${SCENARIOS.at(-1)?.communityId} .* ${SCENARIOS.at(-1)?.name}`));
    const listed = [...dev.stdout.matchAll(/^ +(\d{18}) {2}(\w+) ?(\w*) +([a-z-]+)$/gm)];
    expect(listed.map(([, id, member, code, name]) => ({ id, member, code: code || null, name }))).toEqual(
      SCENARIOS.map(({ communityId, name, outcome }) => ({ id: communityId, ...outcome, name })),
    );

    expect((await bash(curl)).data.unlinkGroups).toMatchObject({
      __typename: 'UnlinkSuccess',
      confirmation: 'ACKNOWLEDGED',
      groups: [{ status: 'UNLINKED' }],
      requestId: expect.any(String),
    });
    // Every group is back after a restart, so the same line must work again at the new port.
    await appendFile(join(checkout.path, 'src', 'http', 'health.ts'), '\n');
    const [, curlAgain = ''] = await dev.printed(/curl [\s\S]*(curl .*\}')$/m);
    expect((await bash(curlAgain)).data.unlinkGroups.__typename).toBe('UnlinkSuccess');
  });
});

describe('check:z-api', () => {
  const NOWHERE = 'http://127.0.0.1:1';
  const checked = new Map<string, { code: number | null; stdout: string; stderr: string }>();

  const CASES: Readonly<Record<string, Environment>> = {
    'right settings': {},
    'a wrong instance id': { ZAPI_INSTANCE_ID: 'SQUEAMISH' },
    'a wrong instance token': { ZAPI_INSTANCE_TOKEN: 'OSSIFRAGE' },
    'a wrong client token': { ZAPI_CLIENT_TOKEN: 'SQUEAMISH' },
    'no client token': { ZAPI_CLIENT_TOKEN: '' },
    'an address where nobody is': { ZAPI_BASE_URL: NOWHERE },
    'the simulator set': { ZAPI_BASE_URL: NOWHERE, ZAPI_MODE: 'simulator' },
    'no instance id': { ZAPI_INSTANCE_ID: '' },
  };

  beforeAll(async () => {
    const simulator = kept(await startSimulator({ credentials: CANARY_ACCESS }));
    const disconnected = kept(
      await startFaultServer(async ({ request, send }) => {
        await request();
        const body = '{"connected":false,"error":"You are not connected.","smartphoneConnected":false}';
        send(respond('200 OK', { 'content-type': 'application/json' }, body));
      }),
    );
    const check = async (name: string, env: Environment) => {
      const started = await run('cli/check-z-api.js', { ...LIVE, ZAPI_BASE_URL: simulator.url, ...env });
      const { code } = await started.exit;
      checked.set(name, { code, stdout: started.stdout, stderr: started.stderr });
    };
    const others = {
      'another path': { ZAPI_BASE_URL: `${simulator.url}/squeamish` },
      'a phone that is not connected': { ZAPI_BASE_URL: disconnected.url },
    };
    await Promise.all(Object.entries({ ...CASES, ...others }).map(([name, env]) => check(name, env)));
  });

  it('is the script of that name', () => {
    expect(checkout.scripts['check:z-api']).toBe('tsx src/cli/check-z-api.ts');
  });

  it('says that the settings are right', () => {
    expect(checked.get('right settings')).toEqual({
      code: 0,
      stdout: 'Z-API accepts these settings, and the instance is connected to WhatsApp.\n',
      stderr: '',
    });
  });

  it.each([
    ['a wrong instance id', 'ZAPI_INSTANCE_ID or ZAPI_INSTANCE_TOKEN is wrong: '],
    ['a wrong instance token', 'ZAPI_INSTANCE_ID or ZAPI_INSTANCE_TOKEN is wrong: '],
    ['a wrong client token', 'ZAPI_CLIENT_TOKEN is wrong: '],
    ['no client token', 'ZAPI_CLIENT_TOKEN is missing: '],
    ['an address where nobody is', 'ZAPI_BASE_URL is wrong, or Z-API cannot be reached'],
    ['another path', 'ZAPI_BASE_URL is wrong: '],
  ])('names the setting that is wrong, and no value: %s', (name, says) => {
    const { code, stdout, stderr = '' } = checked.get(name) ?? {};
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr.slice(0, says.length)).toBe(says);
    expect(stderr.trimEnd()).not.toContain('\n');
    expect(stderr).not.toMatch(/SQUEAMISH|OSSIFRAGE|127\.0\.0\.1/i);
  });

  it('asks the real Z-API although the simulator is set', () => {
    expect(checked.get('the simulator set')).toEqual(checked.get('an address where nobody is'));
  });

  it('tells right settings from a phone that is not connected', () => {
    expect(checked.get('a phone that is not connected')).toEqual({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/^The settings are right, but the instance is not connected/),
    });
  });

  it('says what is missing, and exits with 78', () => {
    expect(checked.get('no instance id')).toEqual({
      code: WRONG_SETTINGS.code,
      stdout: '',
      stderr: expect.stringContaining('ZAPI_INSTANCE_ID is missing.'),
    });
  });
});
