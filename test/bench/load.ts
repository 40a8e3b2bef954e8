import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'undici';
import { type Dialect, nextBody } from './calls.ts';

/** Whom to call and how. */
export interface Target {
  readonly url: string;
  readonly dialect: Dialect;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

export interface Load {
  readonly calls: number;
  /** Each sends its next call when its last one is answered. */
  readonly connections: number;
  /** Each pauses between calls, up to so many milliseconds, by chance: without it callers fall into step with one another. */
  readonly pauseMs?: number;
  /** Groups in each call. */
  readonly groups?: number;
}

/** Longer than any answer takes, those to thousands at once included. */
export const PATIENCE_MS = 60_000;

/**
 * Makes the calls over kept connections, and gives the milliseconds that each took, but for the first of each connection, which opens
 * it. Rejects at the first wrong answer.
 */
export const callAll = async (
  target: Target,
  { calls, connections, pauseMs = 0, groups = 1 }: Load,
): Promise<readonly number[]> => {
  const clients = Array.from(
    { length: connections },
    () => new Client(target.url, { headersTimeout: PATIENCE_MS }),
  );
  const latencies: number[] = [];
  let left = calls;
  const work = async (client: Client) => {
    for (let opened = false; left > 0; opened = true) {
      left -= 1;
      if (pauseMs > 0) await sleep(Math.random() * pauseMs);
      const milliseconds = await callOnce(client, target, groups);
      if (opened) latencies.push(milliseconds);
    }
  };
  try {
    await Promise.all(clients.map(work));
  } finally {
    await Promise.all(clients.map((client) => client.destroy()));
  }
  return latencies;
};

/** One call, right or thrown; the milliseconds it took. */
export const callOnce = async (client: Client, { dialect, headers }: Target, groups = 1): Promise<number> => {
  const body = nextBody(dialect, groups);
  const startedAt = performance.now();
  const response = await client.request({
    method: 'POST',
    path: dialect.path,
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
  const answer = await response.body.text();
  const milliseconds = performance.now() - startedAt;
  if (response.statusCode !== 200 || !answer.startsWith(dialect.rightAnswer)) {
    throw new Error(`a wrong answer (HTTP ${response.statusCode}): ${answer.slice(0, 500)}`);
  }
  return milliseconds;
};
