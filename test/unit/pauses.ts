import type { Clock } from '../../src/utils/clock.ts';
import { Deadline } from '../../src/utils/deadline.ts';

/** A clock whose time passes only when somebody sleeps, and then at once. */
export const pausedTime = () => {
  let now = 0;
  const pauses: number[] = [];
  const clock: Clock = {
    now: () => now,
    sleep: async (ms) => {
      pauses.push(ms);
      now += ms;
    },
  };
  return {
    /** How long each sleep was, since the last `restart`. */
    pauses,
    /** Sums of fractions are not exact: start from zero, whatever the tests before slept. */
    restart: () => {
      pauses.length = 0;
      now = 0;
    },
    pass: (ms: number) => {
      now += ms;
    },
    deadlineIn: (ms: number) => new Deadline(ms, clock),
  };
};
