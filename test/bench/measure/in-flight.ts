import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import net from 'node:net';
import { Client } from 'undici';
import type { Contender } from '../contenders.ts';
import { callAll, callOnce, PATIENCE_MS, type Target } from '../load.ts';
import type { Running, Upstream } from '../start.ts';
import { inMegabytes, table } from '../table.ts';

const CALLS = 5_000;
const UPSTREAM_MS = 2_000;

/** Connections that are opened at a time, below what servers let wait to be accepted. */
const OPENED_AT_ONCE = 100;

/** A contender holds a connection on either side of each call, and some more. */
const FILES_WANTED = 2 * CALLS + 500;

interface Held {
  readonly answered: number;
  /** Until the last answer. */
  readonly milliseconds: number;
  /** In bytes. */
  readonly peakRss: number;
  /** What came of the first call that was not answered right. */
  readonly failure: string | undefined;
}

/** Why this machine cannot hold so many connections, or undefined. Node.js raises its limit to the hard one by itself. */
const tooFewFiles = (): string | undefined => {
  const limit = spawnSync('sh', ['-c', 'ulimit -Hn'], { encoding: 'utf8' }).stdout.trim();
  return limit !== 'unlimited' && Number(limit) < FILES_WANTED
    ? `the hard limit of open files is ${limit}, and ${FILES_WANTED} are wanted`
    : undefined;
};

/** A row for each contender, started anew; or why there is none. */
export const inFlightTable = async (
  contenders: readonly Contender[],
  start: (contender: Contender) => Promise<Running>,
  upstream: Upstream,
): Promise<string> => {
  const excuse = tooFewFiles();
  if (excuse !== undefined) return `${CALLS} calls in flight were not tried: ${excuse}.`;
  const rows: string[][] = [];
  for (const contender of contenders) {
    const running = await start(contender);
    const { answered, milliseconds, peakRss, failure } = await holdInFlight(running, upstream);
    await running.close();
    const outcome = failure === undefined ? `${answered}` : `${answered} (${failure})`;
    rows.push([contender.name, outcome, (milliseconds / 1_000).toFixed(1), inMegabytes(peakRss)]);
  }
  const header = `${CALLS} in flight, Z-API takes ${UPSTREAM_MS} ms`;
  return table([header, 'answered', 'seconds to the last answer', 'peak RSS, MB'], rows);
};

/** Has so many calls in flight at once, while Z-API takes two seconds for each. */
const holdInFlight = async ({ target, ask }: Running, upstream: Upstream): Promise<Held> => {
  await callAll(target, { calls: 3_000, connections: 10 });
  const clients = await openClients(target);
  await upstream.answerAfter(UPSTREAM_MS);
  const startedAt = performance.now();
  const results = await Promise.allSettled(clients.map((client) => callOnce(client, target)));
  const milliseconds = performance.now() - startedAt;
  await Promise.all(clients.map((client) => client.destroy()));
  await upstream.answerAfter(0);
  const failed = results.find((result) => result.status === 'rejected');
  return {
    answered: results.filter(({ status }) => status === 'fulfilled').length,
    milliseconds,
    peakRss: (await ask('memory')).peakRss,
    failure: failed && String(failed.reason),
  };
};

/** Clients whose connections stand already, so that what is measured is calls and not the wait to be accepted. */
const openClients = async ({ url }: Target): Promise<readonly Client[]> => {
  const { hostname, port } = new URL(url);
  const clients: Client[] = [];
  while (clients.length < CALLS) {
    const sockets = Array.from({ length: OPENED_AT_ONCE }, () => net.connect(Number(port), hostname));
    await Promise.all(sockets.map((socket) => once(socket, 'connect')));
    clients.push(...sockets.map((socket) => clientOver(url, socket)));
  }
  return clients;
};

/** The connection is handed over a turn later: within the same one undici sends nothing over it (observed, 7.30). */
const clientOver = (url: string, socket: net.Socket): Client =>
  new Client(url, {
    headersTimeout: PATIENCE_MS,
    connect: (_, ready) => queueMicrotask(() => ready(null, socket)),
  });
