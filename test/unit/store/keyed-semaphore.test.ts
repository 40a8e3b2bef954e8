import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { KeyedSemaphore, type SemaphoreLimits } from '../../../src/store/keyed-semaphore.ts';
import { timerClock } from '../timer-clock.ts';

const ID = '98372465382764532938';
const PATIENT_MS = 60_000;
const MOST_WAITING = 50;

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

/** Many at once, so that only a community's own turn is waited for. */
const turnsOf = (limits: Partial<SemaphoreLimits> = {}) =>
  new KeyedSemaphore({ atOnce: 100, waiting: MOST_WAITING, ...limits });

/** Asks for a turn and notes what came of it. */
const asking = (turns: KeyedSemaphore, maxWaitMs = PATIENT_MS, communityId = ID) => {
  const asked: { got: boolean | undefined } = { got: undefined };
  const over = turns.acquire(communityId, maxWaitMs, timerClock).then((got) => {
    asked.got = got;
  });
  return Object.assign(asked, { over });
};

const passed = (ms: number) => jest.advanceTimersByTimeAsync(ms);

describe('turns', () => {
  it('are free to be taken at once, without patience and without a timer', async () => {
    const turns = turnsOf();
    expect(await turns.acquire(ID, 0, timerClock)).toBe(true);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('can be taken again once left', async () => {
    const turns = turnsOf();
    await turns.acquire(ID, PATIENT_MS, timerClock);
    turns.release(ID);
    expect(await turns.acquire(ID, PATIENT_MS, timerClock)).toBe(true);
  });

  it('are taken one at a time, in the order they were asked for', async () => {
    const turns = turnsOf();
    await turns.acquire(ID, PATIENT_MS, timerClock);
    const [first, second, third] = [asking(turns), asking(turns), asking(turns)];
    await passed(1_000);
    const got = () => [first.got, second.got, third.got];
    expect(got()).toEqual([undefined, undefined, undefined]);
    turns.release(ID);
    await passed(1_000);
    expect(got()).toEqual([true, undefined, undefined]);
    turns.release(ID);
    await passed(1_000);
    expect(got()).toEqual([true, true, undefined]);
    turns.release(ID);
    await passed(0);
    expect(got()).toEqual([true, true, true]);
    turns.release(ID);
    expect(await turns.acquire(ID, 0, timerClock)).toBe(true);
  });

  it('are not free between who leaves and who is next', async () => {
    const turns = turnsOf();
    await turns.acquire(ID, PATIENT_MS, timerClock);
    const next = asking(turns);
    turns.release(ID);
    const late = asking(turns);
    await passed(0);
    expect([next.got, late.got]).toEqual([true, undefined]);
  });
});

describe('patience', () => {
  it('ends to the millisecond', async () => {
    const turns = turnsOf();
    await turns.acquire(ID, PATIENT_MS, timerClock);
    const waiting = asking(turns, 500);
    await passed(499);
    expect(waiting.got).toBeUndefined();
    await passed(1);
    expect(waiting.got).toBe(false);
  });

  it('that ended costs those behind nothing: the next in line is next', async () => {
    const turns = turnsOf();
    await turns.acquire(ID, PATIENT_MS, timerClock);
    const [first, impatient, third] = [asking(turns), asking(turns, 10), asking(turns)];
    await passed(10);
    turns.release(ID);
    await passed(0);
    expect([first.got, impatient.got, third.got]).toEqual([true, false, undefined]);
    turns.release(ID);
    await passed(0);
    expect(third.got).toBe(true);
    turns.release(ID);
    expect(await turns.acquire(ID, 0, timerClock)).toBe(true);
  });

  it('that ended leaves the turn with who has it', async () => {
    const turns = turnsOf();
    await turns.acquire(ID, PATIENT_MS, timerClock);
    await Promise.all([asking(turns, 10).over, passed(10)]);
    const next = asking(turns);
    await passed(0);
    expect(next.got).toBeUndefined();
  });

  it('leaves no timer behind, whether a turn came or none', async () => {
    const turns = turnsOf();
    await turns.acquire(ID, PATIENT_MS, timerClock);
    const [served, impatient] = [asking(turns), asking(turns, 10)];
    expect(jest.getTimerCount()).toBe(2);
    await passed(10);
    expect([jest.getTimerCount(), impatient.got]).toEqual([1, false]);
    turns.release(ID);
    await passed(0);
    expect([jest.getTimerCount(), served.got]).toEqual([0, true]);
  });
});

describe('the line', () => {
  it('holds 50; who comes after is told at once that there is no turn', async () => {
    const turns = turnsOf();
    await turns.acquire(ID, PATIENT_MS, timerClock);
    const line = Array.from({ length: MOST_WAITING }, () => asking(turns));
    const last = asking(turns);
    await passed(0);
    expect(last.got).toBe(false);
    expect(line.map(({ got }) => got)).toEqual(line.map(() => undefined));
    expect(jest.getTimerCount()).toBe(MOST_WAITING);
  });

  it.each<readonly [string, (turns: KeyedSemaphore) => Promise<void>]>([
    ['is served', async (turns) => turns.release(ID)],
    ['loses patience', () => passed(10)],
  ])('has room again when the first in it %s', async (_, makeRoom) => {
    const turns = turnsOf();
    await turns.acquire(ID, PATIENT_MS, timerClock);
    asking(turns, 10);
    for (let more = 1; more < MOST_WAITING; more += 1) asking(turns);
    await makeRoom(turns);
    const late = asking(turns);
    const tooLate = asking(turns);
    await passed(0);
    expect([late.got, tooLate.got]).toEqual([undefined, false]);
  });
});

describe('turns of different communities', () => {
  it('are taken side by side, as many at once as are allowed', async () => {
    const turns = turnsOf({ atOnce: 2 });
    const [first, second, third] = [
      asking(turns, PATIENT_MS, '1'),
      asking(turns, PATIENT_MS, '2'),
      asking(turns, PATIENT_MS, '3'),
    ];
    await passed(0);
    expect([first.got, second.got, third.got]).toEqual([true, true, undefined]);
    turns.release('2');
    await passed(0);
    expect(third.got).toBe(true);
  });

  it('are not held up by one whose community is not free', async () => {
    const turns = turnsOf({ atOnce: 2 });
    await turns.acquire('1', PATIENT_MS, timerClock);
    const second = asking(turns, PATIENT_MS, '1');
    const other = asking(turns, PATIENT_MS, '2');
    const third = asking(turns, PATIENT_MS, '3');
    await passed(0);
    expect([second.got, other.got, third.got]).toEqual([undefined, true, undefined]);
    turns.release('2');
    await passed(0);
    expect([second.got, third.got]).toEqual([undefined, true]);
    turns.release('1');
    await passed(0);
    expect(second.got).toBe(true);
  });

  it('never overlap within a community, whoever leaves', async () => {
    const turns = turnsOf({ atOnce: 2 });
    await turns.acquire('1', PATIENT_MS, timerClock);
    await turns.acquire('2', PATIENT_MS, timerClock);
    const [second, third] = [asking(turns, PATIENT_MS, '1'), asking(turns, PATIENT_MS, '1')];
    turns.release('2');
    await passed(0);
    expect([second.got, third.got]).toEqual([undefined, undefined]);
    turns.release('1');
    await passed(0);
    expect([second.got, third.got]).toEqual([true, undefined]);
  });

  it('wait in one line', async () => {
    const turns = turnsOf({ atOnce: 1, waiting: 2 });
    await turns.acquire('1', PATIENT_MS, timerClock);
    const line = ['1', '2', '3'].map((id) => asking(turns, PATIENT_MS, id));
    await passed(0);
    expect(line.map(({ got }) => got)).toEqual([undefined, undefined, false]);
  });

  it('wait not at all where none may', async () => {
    const turns = turnsOf({ atOnce: 1, waiting: 0 });
    await turns.acquire('1', PATIENT_MS, timerClock);
    expect(await turns.acquire('2', PATIENT_MS, timerClock)).toBe(false);
    turns.release('1');
    expect(await turns.acquire('2', PATIENT_MS, timerClock)).toBe(true);
  });
});
