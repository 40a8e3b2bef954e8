import { type Clock, systemClock } from '../../src/utils/clock.ts';

/** The system's clock, and how many waits are running on it: a caller who waits for a turn or an outcome is one. */
export const watchedClock = () => {
  let waits = 0;
  const clock: Clock = {
    now: systemClock.now,
    sleep: async (milliseconds, signal) => {
      waits += 1;
      try {
        await systemClock.sleep(milliseconds, signal);
      } finally {
        waits -= 1;
      }
    },
  };
  return { clock, waits: () => waits };
};
