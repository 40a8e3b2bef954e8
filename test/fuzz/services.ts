import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startSimulator } from '../../src/simulator/simulator.ts';
import { apiKeysFile, testApiKey } from '../support/api-keys.ts';
import { CANARY_ACCESS, CANARY_ROUTER_SECRET } from '../support/canaries.ts';
import { copyCheckout, type SpawnedProcess, spawnProcess } from '../support/process.ts';
import { UNLIMITED } from '../support/unlimited.ts';
import { DOORS, type Door } from './inputs.ts';

/** The built service, once for each door, each in a process of its own, before a simulated Z-API. */
export interface FuzzedServices {
  readonly ports: Readonly<Record<Door, number>>;
  /** Tells them to stop, and says how they ended and what they wrote. */
  stop(): Promise<readonly Ended[]>;
  close(): Promise<void>;
}

export interface Ended {
  readonly door: Door;
  /** Whether it stopped in order when it was told to. */
  readonly inOrder: boolean;
  readonly logs: readonly string[];
  readonly stderr: string;
}

/** A community that lost its groups gets them back this often, so that unlinks keep succeeding. */
const RESET_MS = 250;

const STOP_MS = 20_000;

export const startFuzzedServices = async (): Promise<FuzzedServices> => {
  const opened: { close(): Promise<void> }[] = [];
  const kept = <R extends { close(): Promise<void> }>(resource: R): R => {
    opened.push(resource);
    return resource;
  };
  const close = async () => {
    await Promise.allSettled(opened.splice(0).map((resource) => resource.close()));
  };
  // What was spawned leads groups of its own, which an interrupted terminal does not reach.
  const onInterrupt = () => void close().then(() => process.exit(130));
  process.once('SIGINT', onInterrupt);
  kept({ close: async () => void process.off('SIGINT', onInterrupt) });
  try {
    const simulator = kept(await startSimulator({ credentials: CANARY_ACCESS }));
    const resetting = setInterval(() => simulator.reset(), RESET_MS);
    kept({ close: async () => clearInterval(resetting) });
    const checkout = kept(await copyCheckout());
    const build = kept(spawnProcess('npm', ['run', 'build'], { cwd: checkout.path }));
    if ((await build.exit).code !== 0) throw new Error(`the service does not build:\n${build.stdout}`);

    const environment = {
      PORT: '0',
      LOG_LEVEL: 'trace',
      ...UNLIMITED,
      ZAPI_BASE_URL: simulator.url,
      ZAPI_INSTANCE_ID: CANARY_ACCESS.instanceId,
      ZAPI_INSTANCE_TOKEN: CANARY_ACCESS.instanceToken,
      ZAPI_CLIENT_TOKEN: CANARY_ACCESS.clientToken,
      ZAPI_ATTEMPT_TIMEOUT_MS: '2000',
      ZAPI_DEADLINE_MS: '5000',
      ROUTER_SECRET: CANARY_ROUTER_SECRET,
    };
    const keys = kept(apiKeysFile(testApiKey()));
    const settings: Readonly<Record<Door, Readonly<Record<string, string>>>> = {
      open: {},
      guarded: { AUTH_API_KEYS_FILE: keys.path, INTROSPECTION: 'off', SANDBOX: 'off' },
    };
    const start = (door: Door) => {
      const env = { ...environment, ...settings[door] };
      return kept(
        spawnProcess('node', [join(checkout.path, 'dist', 'main.js')], { cwd: checkout.path, env }),
      );
    };
    const services = { open: start('open'), guarded: start('guarded') };
    const ports = { open: await portOf(services.open), guarded: await portOf(services.guarded) };
    return { ports, stop: () => Promise.all(DOORS.map((door) => stop(door, services[door]))), close };
  } catch (error) {
    await close();
    throw error;
  }
};

const portOf = async (service: SpawnedProcess): Promise<number> => {
  const [, port] = await service.printed(/"port":(\d+),"mode":"\w+","msg":"ready"/);
  return Number(port);
};

const stop = async (door: Door, service: SpawnedProcess): Promise<Ended> => {
  service.kill('SIGTERM');
  // It rejects for leaks, which are in what is written.
  const ended = service.exit.then(
    ({ code }) => code === 0,
    () => true,
  );
  const inOrder = await Promise.race([ended, sleep(STOP_MS, false, { ref: false })]);
  const { stdout, stderr } = service;
  return { door, inOrder, logs: stdout.split('\n'), stderr };
};
