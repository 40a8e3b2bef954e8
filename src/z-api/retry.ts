import type { Deadline } from '../utils/deadline.ts';
import type { Exchange } from './exchange.ts';

/** Attempts in all, the first one included. */
export const MAX_ATTEMPTS = 3;

/** The longest first pause; each further one may be twice as long. Full jitter: anything from 0 up to that. */
const FIRST_PAUSE_MS = 50;

/** Whether an exchange may be made again. */
export type Repeatable = (exchange: Exchange) => boolean;

/** For what changes something: only what certainly was not sent, and whose cause may pass. */
export const whenNotSent: Repeatable = (exchange) =>
  exchange.kind === 'not-sent' && exchange.cause === 'unreachable';

/** For what changes nothing: also what brought no answer. An answer is an answer, 429 and 5xx too. */
export const whenUnanswered: Repeatable = (exchange) =>
  whenNotSent(exchange) || exchange.kind === 'no-answer';

export interface RetryOptions {
  readonly deadline: Deadline;
  readonly repeatable: Repeatable;
  /** Ends the waiting between attempts; an attempt under way goes on. */
  readonly signal?: AbortSignal | undefined;
  /** From 0 up to 1; injectable for tests. */
  readonly random?: () => number;
}

/** Makes the exchange, and makes it again while that is allowed, at most three times and within the deadline; tells each attempt its number, from 1. */
export const withRetry = async (
  attempt: (number: number) => Promise<Exchange>,
  { deadline, repeatable, signal, random = Math.random }: RetryOptions,
): Promise<Exchange> => {
  for (let made = 1; ; made += 1) {
    const exchange = await attempt(made);
    if (made === MAX_ATTEMPTS || !repeatable(exchange)) return exchange;
    const pauseMs = random() * FIRST_PAUSE_MS * 2 ** (made - 1);
    if (pauseMs >= deadline.remainingMs()) return exchange;
    if (!(await waited(deadline.clock.sleep(pauseMs, signal)))) return exchange;
  }
};

/** False when the waiting was ended. */
const waited = (pause: Promise<void>): Promise<boolean> =>
  pause.then(
    () => true,
    () => false,
  );
