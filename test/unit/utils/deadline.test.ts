import { describe, expect, it } from '@jest/globals';
import { systemClock } from '../../../src/utils/clock.ts';
import { Deadline } from '../../../src/utils/deadline.ts';

describe('a deadline', () => {
  it.each([
    [0, 1_000],
    [1, 999],
    [999.5, 0.5],
    [1_000, 0],
    [1_000_000, 0],
  ])('has, after %d of its 1000 ms, %d left', (passed, left) => {
    let now = 5_000;
    const deadline = new Deadline(1_000, { now: () => now, sleep: systemClock.sleep });
    now += passed;
    expect(deadline.remainingMs()).toBe(left);
  });

  it.each([0, -5])('with a budget of %d has nothing left from the start', (budget) => {
    expect(new Deadline(budget, { ...systemClock, now: () => 0 }).remainingMs()).toBe(0);
  });

  it('runs on a monotonic clock by default', () => {
    const before = performance.now();
    const remaining = new Deadline(60_000).remainingMs();
    expect(remaining).toBeLessThanOrEqual(60_000);
    expect(remaining).toBeGreaterThanOrEqual(60_000 - (performance.now() - before));
  });
});
