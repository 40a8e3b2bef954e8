import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { RateLimiter } from '../../../src/store/rate-limiter.ts';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

describe('a limit of a minute', () => {
  it('lets so many pass, and tells the seconds until more may', async () => {
    const limit = new RateLimiter(2);
    expect([await limit.spend('a'), await limit.spend('a'), await limit.spend('a')]).toEqual([
      undefined,
      undefined,
      60,
    ]);
    jest.advanceTimersByTime(59_001);
    expect(await limit.spend('a')).toBe(1);
  });

  it('is over when the minute is, counted from the first', async () => {
    const limit = new RateLimiter(1);
    await limit.spend('a');
    jest.advanceTimersByTime(59_999);
    expect(await limit.spend('a')).toBe(1);
    jest.advanceTimersByTime(1);
    expect(await limit.spend('a')).toBeUndefined();
  });

  it('is each key’s own, also of keys that look alike', async () => {
    const limit = new RateLimiter(1);
    const keys = ['a', 'b', '', 'a:', '__proto__', 'constructor'];
    for (const key of keys) expect(await limit.spend(key)).toBeUndefined();
    for (const key of keys) expect(await limit.spend(key)).toBe(60);
  });

  it('takes back what came to nothing', async () => {
    const limit = new RateLimiter(1);
    await limit.spend('a');
    await limit.refund('a');
    expect(await limit.spend('a')).toBeUndefined();
    expect(await limit.spend('a')).toBe(60);
  });

  it('is none with 0', async () => {
    const limit = new RateLimiter(0);
    for (let time = 0; time < 1_000; time += 1) expect(await limit.spend('a')).toBeUndefined();
    await limit.refund('a');
  });
});
