import type { Clock } from '../../src/utils/clock.ts';

/** A clock on `setTimeout`, which Jest's fake timers replace; they do not replace `node:timers/promises`. */
export const timerClock: Clock = {
  now: () => Date.now(),
  sleep: (milliseconds, signal) =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(resolve, milliseconds);
      signal?.addEventListener('abort', () => {
        clearTimeout(timer);
        reject(signal.reason);
      });
    }),
};
