import { fork } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { CANARY_ACCESS, leaksIn } from '../support/canaries.ts';
import { UNLIMITED } from '../support/unlimited.ts';

/** What a process holds, right after garbage was collected. */
export interface Sample {
  readonly rssMb: number;
  readonly heapMb: number;
  readonly timers: number;
  readonly sockets: number;
  /** Open file descriptors. */
  readonly files: number;
  /** The event loop's delay since the last sample, its 99th percentile in milliseconds. */
  readonly delayMs: number;
}

/** The service as a process of its own, watched from inside. */
export interface ServiceProcess {
  readonly url: string;
  sample(): Promise<Sample>;
  /** How often a line of the log had this message. */
  logged(message: string): number;
  /** Stops it in order. Rejects when it did not exit with 0, or when a line of its log held a canary. */
  close(): Promise<void>;
}

const pathOf = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/** Starts it without limits a minute, with default concurrency and circuit breaker, but for what is set here. */
export const startServiceProcess = async (
  zApiUrl: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<ServiceProcess> => {
  const { ZAPI_BREAKER_FAILURES, INSTANCE_CONCURRENT_UNLINKS, INSTANCE_QUEUE_LIMIT, ...unlimited } =
    UNLIMITED;
  const child = fork(pathOf('../../src/main.ts'), [], {
    // No .env of this checkout.
    cwd: tmpdir(),
    execArgv: ['--expose-gc', '--import', import.meta.resolve('tsx'), '--import', pathOf('sampler.ts')],
    env: {
      PATH: process.env.PATH ?? '',
      TSX_TSCONFIG_PATH: pathOf('../../tsconfig.json'),
      NODE_ENV: 'test',
      PORT: '0',
      ...unlimited,
      ZAPI_BASE_URL: zApiUrl,
      ZAPI_INSTANCE_ID: CANARY_ACCESS.instanceId,
      ZAPI_INSTANCE_TOKEN: CANARY_ACCESS.instanceToken,
      ZAPI_CLIENT_TOKEN: CANARY_ACCESS.clientToken,
      ...settings,
    },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const messages = new Map<string, number>();
  const leaks = new Set<string>();
  const exited = once(child, 'exit');
  const ready = new Promise<number>((resolve, reject) => {
    if (child.stdout === null) throw new Error('expected an output');
    createInterface(child.stdout).on('line', (line) => {
      for (const leak of leaksIn(line, { identifiers: true })) leaks.add(leak);
      const { msg, port } = JSON.parse(line);
      messages.set(msg, (messages.get(msg) ?? 0) + 1);
      if (msg === 'ready') resolve(port);
    });
    exited.then(() => reject(new Error('the service did not start')), reject);
  });
  const port = await ready;
  return {
    url: `http://127.0.0.1:${port}`,
    sample: async () => {
      child.send('sample');
      const [sample] = await once(child, 'message');
      return sample as Sample;
    },
    logged: (message) => messages.get(message) ?? 0,
    close: async () => {
      child.kill('SIGTERM');
      const [code] = await exited;
      if (leaks.size > 0) throw new Error(`the service leaked: ${[...leaks].join(', ')}`);
      if (code !== 0) throw new Error(`the service exited with ${code}`);
    },
  };
};
