import { jest } from '@jest/globals';
import { Deadline } from '../../src/utils/deadline.ts';

/**
 * A time that passes only when somebody sleeps, and then at once. It stands in for `node:timers/promises`: import
 * the code under test after this was called, and by no other way before.
 */
export const pausedTime = () => {
  let now = 0;
  const pauses: number[] = [];
  jest.unstable_mockModule('node:timers/promises', () => ({
    setTimeout: async (ms: number) => {
      pauses.push(ms);
      now += ms;
    },
  }));
  return {
    /** How long each sleep was, since the last `restart`. */
    pauses,
    /** From zero, and not from what chance made of the tests before: a sum of fractions is not exact. */
    restart: () => {
      pauses.length = 0;
      now = 0;
    },
    pass: (ms: number) => {
      now += ms;
    },
    deadlineIn: (ms: number) => new Deadline(ms, () => now),
  };
};
