import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { Client } from 'undici';
import { unusedPort } from '../support/unused-port.ts';
import { PLAIN_JSON } from './calls.ts';
import { type Child, startChild } from './child.ts';
import type { Compiled } from './compile.ts';
import type { Contender } from './contenders.ts';
import { callOnce, type Target } from './load.ts';
import type { Question, Usage } from './usage.ts';

/** Longer than any start takes. In milliseconds. */
const PATIENCE_MS = 30_000;
const LOOK_AGAIN_MS = 2;

/** The Z-API of the bench. */
export interface Upstream {
  readonly target: Target;
  /** From now on each of its answers takes so many milliseconds. */
  answerAfter(milliseconds: number): Promise<void>;
  close(): Promise<void>;
}

export const startUpstream = async (compiled: Compiled): Promise<Upstream> => {
  const port = await unusedPort();
  const child = startChild(compiled.fileOf('servers/upstream.ts'), { env: { PORT: String(port) } });
  const target = { url: `http://127.0.0.1:${port}`, dialect: PLAIN_JSON };
  await firstAnswer(child, target);
  return {
    target,
    answerAfter: (milliseconds) => child.ask(milliseconds),
    close: child.close,
  };
};

/** A contender that has answered its first call. */
export interface Running {
  readonly name: string;
  readonly target: Target;
  /** Milliseconds from the start of its process to that answer. */
  readonly startUpMs: number;
  ask<Q extends Question>(question: Q): Promise<Usage[Q]>;
  close(): Promise<void>;
}

export const startContender = async (
  { name, source, compiled: file, preload = [], env, dialect, headers }: Contender,
  compiled: Compiled,
  upstreamUrl: string,
  nodeArgs: readonly string[] = [],
): Promise<Running> => {
  const port = await unusedPort();
  const entry = file ?? (source === undefined ? compiled.main : compiled.fileOf(source));
  const preloads = ['preload/report-usage.ts', ...preload].map((each) => compiled.fileOf(each));
  const startedAt = performance.now();
  const child = startChild(entry, {
    nodeArgs: ['--expose-gc', ...nodeArgs, ...preloads.map((each) => `--import=${pathToFileURL(each).href}`)],
    env: {
      PORT: String(port),
      ZAPI_BASE_URL: upstreamUrl,
      ZAPI_INSTANCE_ID: '3D0123456789ABCDEF0123456789ABCD',
      ZAPI_INSTANCE_TOKEN: 'A1B2C3D4E5F6A7B8C9D0E1F2',
      ZAPI_CLIENT_TOKEN: 'F0123456789abcdef0123456789abcdefS',
      ...env,
    },
  });
  const target = { url: `http://127.0.0.1:${port}`, dialect, headers };
  await firstAnswer(child, target);
  const startUpMs = performance.now() - startedAt;
  return { name, target, startUpMs, ask: (question) => child.ask(question), close: child.close };
};

/** Calls until the process listens; its first answer must be right. */
const firstAnswer = async (child: Child, target: Target): Promise<void> => {
  const client = new Client(target.url);
  const deadline = performance.now() + PATIENCE_MS;
  try {
    for (;;) {
      try {
        await callOnce(client, target);
        return;
      } catch (error) {
        const refused = (error as NodeJS.ErrnoException).code === 'ECONNREFUSED';
        if (!refused || child.exited || performance.now() > deadline) throw error;
        await sleep(LOOK_AGAIN_MS);
      }
    }
  } finally {
    await client.destroy();
  }
};
