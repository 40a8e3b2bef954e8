import { type ChildProcess, spawn } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { leaksIn } from './canaries.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Longer than any wait of a test should be, and below the time a test may take. In milliseconds. */
const PATIENCE_MS = 25_000;

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A process of the service, with nothing of this machine's environment but what starting it needs. */
export interface SpawnedProcess {
  readonly stdout: string;
  readonly stderr: string;
  /** The lines of the log. */
  readonly logs: readonly Record<string, unknown>[];
  /** The events of the audit. */
  readonly audit: readonly Record<string, unknown>[];
  /** Resolves with the first match in all that was printed; rejects when the process ends without one. */
  printed(pattern: RegExp): Promise<RegExpExecArray>;
  kill(signal: NodeJS.Signals): void;
  /** Closes the reading end of its standard output, as a log collector does that dies. */
  stopReading(): void;
  /** Resolves when the process has ended; rejects when its output held a canary, or an identifier in a line of the log or the audit. */
  readonly exit: Promise<Exit>;
  /** Ends it with all it started, unless it has ended by itself. Rejects as `exit` does. */
  close(): Promise<void>;
}

export interface SpawnOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
}

const environmentOf = (env: SpawnOptions['env']): Record<string, string> => ({
  PATH: process.env.PATH ?? '',
  HOME: process.env.HOME ?? '',
  NO_COLOR: '1',
  npm_config_update_notifier: 'false',
  ...env,
});

const isLog = (line: string): boolean => line.startsWith('{"level":');
const isAudit = (line: string): boolean => /^\{"time":"[^"]+","name":"audit"/.test(line);

const jsonLines = (text: string, wanted: (line: string) => boolean): readonly Record<string, unknown>[] =>
  text
    .split('\n')
    .filter(wanted)
    .map((line) => JSON.parse(line));

/** Every started process leads a group of its own, so that what it starts ends with it. */
const killGroup = ({ pid }: ChildProcess): void => {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended already.
  }
};

export const spawnProcess = (
  command: string,
  args: readonly string[],
  { cwd, env }: SpawnOptions,
): SpawnedProcess => {
  const child = spawn(command, args, {
    cwd,
    env: environmentOf(env),
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let stdout = '';
  let stderr = '';
  const watchers = new Set<() => void>();
  const tell = () => {
    for (const watcher of watchers) watcher();
  };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    tell();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    tell();
  });

  let ended: Exit | undefined;
  const exit = new Promise<Exit>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      ended = { code, signal };
      tell();
      const lines = `${stdout}\n${stderr}`.split('\n');
      const leaks = lines.flatMap((line) => leaksIn(line, { identifiers: isLog(line) || isAudit(line) }));
      if (leaks.length > 0) reject(new Error(`a process leaked: ${[...new Set(leaks)].join(', ')}`));
      else resolve(ended);
    });
  });
  // A test may look at the output alone; `close` still tells it of leaks.
  exit.catch(() => {});

  const printed = (pattern: RegExp) =>
    new Promise<RegExpExecArray>((resolve, reject) => {
      const settle = (conclude: () => void) => {
        watchers.delete(look);
        clearTimeout(timer);
        conclude();
      };
      const fail = (why: string) => reject(new Error(`${why} ${pattern}:\n${stdout}${stderr}`));
      const look = () => {
        const match = pattern.exec(`${stdout}\n${stderr}`);
        if (match) settle(() => resolve(match));
        else if (ended) settle(() => fail('ended without printing'));
      };
      const timer = setTimeout(() => settle(() => fail('took too long to print')), PATIENCE_MS);
      watchers.add(look);
      look();
    });

  return {
    get stdout() {
      return stdout;
    },
    get stderr() {
      return stderr;
    },
    get logs() {
      return jsonLines(stdout, isLog);
    },
    get audit() {
      return jsonLines(stdout, isAudit);
    },
    printed,
    kill: (signal) => void child.kill(signal),
    stopReading: () => void child.stdout.destroy(),
    exit,
    async close() {
      killGroup(child);
      await exit;
    },
  };
};

/** A copy of what is needed to run the service, in a folder of its own that may be changed. */
export interface Checkout {
  readonly path: string;
  /** The scripts of package.json. */
  readonly scripts: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

export const copyCheckout = async (): Promise<Checkout> => {
  const path = await mkdtemp(join(tmpdir(), 'checkout-'));
  const copied = ['src', 'schema', 'package.json', 'tsconfig.json'];
  await Promise.all(copied.map((name) => cp(join(ROOT, name), join(path, name), { recursive: true })));
  await symlink(join(ROOT, 'node_modules'), join(path, 'node_modules'), 'dir');
  const { scripts } = JSON.parse(await readFile(join(path, 'package.json'), 'utf8'));
  return { path, scripts, close: () => rm(path, { recursive: true, force: true }) };
};
