import net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { readAnswers } from './answers.ts';
import { type Exchange, exchange } from './exchange.ts';
import type { Door, FuzzInput } from './inputs.ts';
import { judgeExchange } from './judge.ts';
import type { Tally } from './tally.ts';

export interface Campaign {
  readonly inputs: Iterable<FuzzInput>;
  readonly ports: Readonly<Record<Door, number>>;
  readonly tally: Tally;
  readonly sockets?: number;
  readonly maxWaitMs?: number;
}

const SOCKETS = 64;

/** More would say no more. */
const MOST_FINDINGS = 1_000;

/** Sends every input, so many at once, and judges what comes of it. Ends early when a service is gone. */
export const runCampaign = async ({
  inputs,
  ports,
  tally,
  sockets = SOCKETS,
  maxWaitMs,
}: Campaign): Promise<void> => {
  const waiting = inputs[Symbol.iterator]();
  let stopped = false;
  const work = async (): Promise<void> => {
    while (!stopped) {
      const { value: input, done } = waiting.next();
      if (done) return;
      const port = ports[input.door];
      const made = await exchange(port, input, maxWaitMs);
      const alive = isAnswered(made) || (await listens(port));
      tally.count(input, made);
      tally.find(judgeExchange({ ...made, alive, mayBeCut: input.mayBeCut }), input);
      if (!alive || tally.findings.length >= MOST_FINDINGS) stopped = true;
    }
  };
  await Promise.all(Array.from({ length: sockets }, work));
};

const isAnswered = ({ received }: Exchange): boolean => readAnswers(received).answers.length > 0;

/** A process that is about to end may still be connected to. In milliseconds. */
const LAST_BREATH_MS = 150;

const listens = async (port: number): Promise<boolean> => {
  await sleep(LAST_BREATH_MS);
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1');
    socket.once('error', () => resolve(false));
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
  });
};
