import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Turns } from '../../../src/unlink-groups/turns.ts';

const PATIENT_MS = 60_000;
const MOST_WAITING = 50;

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

/** Asks for a turn and notes what came of it. */
const asking = (turns: Turns, patienceMs = PATIENT_MS) => {
  const asked: { got: boolean | undefined } = { got: undefined };
  const over = turns.take(patienceMs).then((got) => {
    asked.got = got;
  });
  return Object.assign(asked, { over });
};

const passed = (ms: number) => jest.advanceTimersByTimeAsync(ms);

describe('turns', () => {
  it('are idle until the first is taken and after the last is left', async () => {
    const turns = new Turns();
    expect(turns.idle).toBe(true);
    await turns.take(PATIENT_MS);
    expect(turns.idle).toBe(false);
    turns.leave();
    expect(turns.idle).toBe(true);
  });

  it('are free to be taken at once, without patience and without a timer', async () => {
    const turns = new Turns();
    expect(await turns.take(0)).toBe(true);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('can be taken again once left', async () => {
    const turns = new Turns();
    await turns.take(PATIENT_MS);
    turns.leave();
    expect(await turns.take(PATIENT_MS)).toBe(true);
  });

  it('are taken one at a time, in the order they were asked for', async () => {
    const turns = new Turns();
    await turns.take(PATIENT_MS);
    const [first, second, third] = [asking(turns), asking(turns), asking(turns)];
    await passed(1_000);
    const got = () => [first.got, second.got, third.got];
    expect(got()).toEqual([undefined, undefined, undefined]);
    turns.leave();
    await passed(1_000);
    expect(got()).toEqual([true, undefined, undefined]);
    turns.leave();
    await passed(1_000);
    expect(got()).toEqual([true, true, undefined]);
    expect(turns.idle).toBe(false);
    turns.leave();
    await passed(0);
    expect(got()).toEqual([true, true, true]);
    turns.leave();
    expect(turns.idle).toBe(true);
  });

  it('are not free between who leaves and who is next', async () => {
    const turns = new Turns();
    await turns.take(PATIENT_MS);
    const next = asking(turns);
    turns.leave();
    expect(turns.idle).toBe(false);
    const late = asking(turns);
    await passed(0);
    expect([next.got, late.got]).toEqual([true, undefined]);
  });
});

describe('patience', () => {
  it('ends to the millisecond', async () => {
    const turns = new Turns();
    await turns.take(PATIENT_MS);
    const waiting = asking(turns, 500);
    await passed(499);
    expect(waiting.got).toBeUndefined();
    await passed(1);
    expect(waiting.got).toBe(false);
  });

  it('that ended costs those behind nothing: the next in line is next', async () => {
    const turns = new Turns();
    await turns.take(PATIENT_MS);
    const [first, impatient, third] = [asking(turns), asking(turns, 10), asking(turns)];
    await passed(10);
    turns.leave();
    await passed(0);
    expect([first.got, impatient.got, third.got]).toEqual([true, false, undefined]);
    turns.leave();
    await passed(0);
    expect(third.got).toBe(true);
    turns.leave();
    expect(turns.idle).toBe(true);
  });

  it('that ended leaves the turn with who has it', async () => {
    const turns = new Turns();
    await turns.take(PATIENT_MS);
    await Promise.all([asking(turns, 10).over, passed(10)]);
    expect(turns.idle).toBe(false);
  });

  it('leaves no timer behind, whether a turn came or none', async () => {
    const turns = new Turns();
    await turns.take(PATIENT_MS);
    const [served, impatient] = [asking(turns), asking(turns, 10)];
    expect(jest.getTimerCount()).toBe(2);
    await passed(10);
    expect([jest.getTimerCount(), impatient.got]).toEqual([1, false]);
    turns.leave();
    await passed(0);
    expect([jest.getTimerCount(), served.got]).toEqual([0, true]);
  });
});

describe('the line', () => {
  it('holds 50; who comes after is told at once that there is no turn', async () => {
    const turns = new Turns();
    await turns.take(PATIENT_MS);
    const line = Array.from({ length: MOST_WAITING }, () => asking(turns));
    const last = asking(turns);
    await passed(0);
    expect(last.got).toBe(false);
    expect(line.map(({ got }) => got)).toEqual(line.map(() => undefined));
    expect(jest.getTimerCount()).toBe(MOST_WAITING);
  });

  it.each<readonly [string, (turns: Turns) => Promise<void>]>([
    ['is served', async (turns) => turns.leave()],
    ['loses patience', () => passed(10)],
  ])('has room again when the first in it %s', async (_, makeRoom) => {
    const turns = new Turns();
    await turns.take(PATIENT_MS);
    asking(turns, 10);
    for (let more = 1; more < MOST_WAITING; more += 1) asking(turns);
    await makeRoom(turns);
    const late = asking(turns);
    const tooLate = asking(turns);
    await passed(0);
    expect([late.got, tooLate.got]).toEqual([undefined, false]);
  });
});
