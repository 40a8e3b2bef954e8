import { setTimeout as delay } from 'node:timers/promises';

/** The time as the service reads it. Injected, so that tests do not have to wait for it. */
export interface Clock {
  /** Milliseconds from an arbitrary start; never goes back. */
  now(): number;
  /** Resolves after so many milliseconds; rejects with an AbortError when the signal is aborted first. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  sleep: async (milliseconds, signal) => {
    await delay(milliseconds, undefined, signal && { signal });
  },
};
