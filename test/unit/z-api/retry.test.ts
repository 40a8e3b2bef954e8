import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Exchange } from '../../../src/z-api/exchange.ts';
import { type Repeatable, whenNotSent, whenUnanswered, withRetry } from '../../../src/z-api/retry.ts';
import { pausedTime } from '../pauses.ts';
import { answered } from './exchanges.ts';

const time = pausedTime();

const NOT_SENT: Exchange = { kind: 'not-sent', cause: 'unreachable', fault: 'ECONNREFUSED' };
const UNTRUSTED: Exchange = { kind: 'not-sent', cause: 'untrusted-certificate', fault: 'CERT_HAS_EXPIRED' };
const NO_ANSWER: Exchange = { kind: 'no-answer', fault: 'ECONNRESET' };
const DONE = answered(200, { success: true });

const ALWAYS: Repeatable = () => true;

interface Setting {
  readonly repeatable?: Repeatable;
  readonly leftMs?: number;
  readonly random?: number;
  readonly attemptMs?: number;
}

/** What comes of attempts that come to these, in turn; the last one again and again. */
const run = async (exchanges: readonly Exchange[], setting: Setting = {}) => {
  const { repeatable = ALWAYS, leftMs = 20_000, random = 0.5, attemptMs = 0 } = setting;
  let made = 0;
  const attempt = async (): Promise<Exchange> => {
    const exchange = exchanges[Math.min(made, exchanges.length - 1)];
    made += 1;
    time.pass(attemptMs);
    return exchange ?? NOT_SENT;
  };
  const result = await withRetry(attempt, {
    deadline: time.deadlineIn(leftMs),
    repeatable,
    random: () => random,
  });
  return { result, made };
};

beforeEach(time.restart);

describe('an exchange', () => {
  it('is made once when it need not be repeated', async () => {
    expect(await run([DONE], { repeatable: whenUnanswered })).toEqual({ result: DONE, made: 1 });
    expect(time.pauses).toEqual([]);
  });

  it.each([
    ['second', [NOT_SENT, DONE], 2],
    ['third', [NOT_SENT, NOT_SENT, DONE], 3],
  ] as const)('comes to what its %s attempt came to', async (_, exchanges, made) => {
    expect(await run(exchanges, { repeatable: whenNotSent })).toEqual({ result: DONE, made });
  });

  it('is attempted at most three times, and comes to the last', async () => {
    const last: Exchange = { ...NOT_SENT, fault: 'LAST' };
    expect(await run([NOT_SENT, NOT_SENT, last, DONE])).toEqual({ result: last, made: 3 });
    expect(time.pauses).toHaveLength(2);
  });

  it('is not repeated after an attempt that must not be, though one before it was', async () => {
    const { result, made } = await run([NOT_SENT, NO_ANSWER, DONE], { repeatable: whenNotSent });
    expect({ result, made }).toEqual({ result: NO_ANSWER, made: 2 });
  });

  it('passes on what an attempt throws, and is not repeated', async () => {
    let made = 0;
    const bug = new TypeError('bug');
    const attempt = () => {
      made += 1;
      return Promise.reject(bug);
    };
    const options = { deadline: time.deadlineIn(20_000), repeatable: ALWAYS };
    await expect(withRetry(attempt, options)).rejects.toBe(bug);
    expect(made).toBe(1);
  });
});

describe('the pause before an attempt', () => {
  it.each([
    [0, [0, 0]],
    [0.5, [25, 50]],
    [0.999, [49.95, 99.9]],
  ])('is, with %d drawn, that part of at most 50 ms, then of at most 100 ms', async (random, pauses) => {
    await run([NOT_SENT], { random });
    expect(time.pauses).toEqual(pauses);
  });

  it('is drawn anew each time', async () => {
    const drawn = [0.2, 0.9];
    await withRetry(async () => NOT_SENT, {
      deadline: time.deadlineIn(20_000),
      repeatable: ALWAYS,
      random: () => drawn.shift() ?? 0,
    });
    expect(time.pauses).toEqual([10, 90]);
  });

  it('is drawn by chance from 0 up to the most when nothing is injected', async () => {
    for (let round = 0; round < 50; round += 1) {
      await withRetry(async () => NOT_SENT, { deadline: time.deadlineIn(20_000), repeatable: ALWAYS });
    }
    expect(time.pauses).toHaveLength(100);
    expect(time.pauses.filter((ms, index) => ms < 0 || ms >= (index % 2 === 0 ? 50 : 100))).toEqual([]);
    expect(new Set(time.pauses).size).toBeGreaterThan(1);
  });
});

describe('the deadline', () => {
  it.each([
    ['is over', 0, 0, 1],
    ['comes within the pause', 24, 0.5, 1],
    ['comes with the end of the pause', 25, 0.5, 1],
    ['comes after the pause', 26, 0.5, 2],
    ['comes within the second pause', 74, 0.5, 2],
    ['comes after the second pause', 76, 0.5, 3],
  ])('that %s, in %d ms with %d drawn, leaves %d attempts', async (_, leftMs, random, made) => {
    expect(await run([NOT_SENT], { leftMs, random })).toEqual({ result: NOT_SENT, made });
    expect(time.pauses.reduce((sum, ms) => sum + ms, 0)).toBeLessThanOrEqual(leftMs);
  });

  it('counts what the attempts take', async () => {
    expect((await run([NOT_SENT], { leftMs: 1_000, attemptMs: 980 })).made).toBe(1);
    expect((await run([NOT_SENT], { leftMs: 1_000, attemptMs: 480 })).made).toBe(2);
  });
});

describe('whether a write, and whether a read, is repeated', () => {
  it.each<readonly [string, Exchange, write: boolean, read: boolean]>([
    ['nothing was sent', NOT_SENT, true, true],
    ['the certificate is not trusted', UNTRUSTED, false, false],
    ['no answer came', NO_ANSWER, false, true],
    ['no answer came in time', { kind: 'no-answer', fault: 'TIMEOUT' }, false, true],
    ['the answer broke', answered(200, undefined), false, false],
    ['the answer is a success', DONE, false, false],
    ['the answer is a limit', answered(429, ''), false, false],
    ['the answer is 500', answered(500, ''), false, false],
    ['the answer is 503', answered(503, '<html>', '1'), false, false],
    ['the answer is 408', answered(408, ''), false, false],
  ])('when %s is settled', (_, exchange, write, read) => {
    expect([whenNotSent(exchange), whenUnanswered(exchange)]).toEqual([write, read]);
  });
});
