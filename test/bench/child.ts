import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname } from 'node:path';

const living = new Set<ChildProcess>();

process.on('exit', () => {
  for (const child of living) child.kill('SIGKILL');
});

/** A process of the bench, that answers over IPC. Its standard output goes nowhere. */
export interface Child {
  /** Sends a message and resolves with the answer. Rejects when the process ends instead. */
  ask<Answer>(message: unknown): Promise<Answer>;
  readonly exited: boolean;
  close(): Promise<void>;
}

export interface ChildOptions {
  readonly nodeArgs?: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

export const startChild = (entry: string, { nodeArgs = [], env }: ChildOptions): Child => {
  const child = spawn(process.execPath, [...nodeArgs, entry], {
    // Where no `.env` of a developer is read.
    cwd: dirname(entry),
    env: { PATH: process.env.PATH ?? '', ...env },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  living.add(child);
  const exit = once(child, 'exit').then(() => void living.delete(child));
  const hasExited = () => !living.has(child);
  return {
    async ask<Answer>(message: unknown) {
      const answer = once(child, 'message');
      child.send(message as string);
      const ended = exit.then(() => Promise.reject(new Error(`${entry} ended`)));
      const [value] = await Promise.race([answer, ended]);
      return value as Answer;
    },
    get exited() {
      return hasExited();
    },
    async close() {
      // It exits by itself then, and writes its profile if it has one.
      if (child.connected) child.disconnect();
      await exit;
    },
  };
};
