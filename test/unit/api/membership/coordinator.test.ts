import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { UnlinkCoordinator } from '../../../../src/api/membership/coordinator.ts';
import {
  acknowledged,
  outcomeUnknown,
  type UnlinkOutcome,
  type UnlinkRequest,
} from '../../../../src/api/membership/outcome.ts';
import type { UnlinkService } from '../../../../src/api/membership/service.ts';
import { KeyedSemaphore } from '../../../../src/store/keyed-semaphore.ts';
import { RateLimiter } from '../../../../src/store/rate-limiter.ts';
import { Deadline } from '../../../../src/utils/deadline.ts';
import type { CallOptions } from '../../../../src/z-api/z-api.datasource.ts';
import { timerClock } from '../../timer-clock.ts';
import { A, B, C, COMMUNITY_ID } from './communities.ts';

const OTHER_ID = '12345';
const MOST_WAITING = 50;
const MOST_SHARING = 1_000;
const LIMITED = { kind: 'failed', failure: { kind: 'limited', retryAfterSeconds: 5 } };

const request = (groupsPhones: readonly string[], communityId = COMMUNITY_ID): UnlinkRequest => ({
  communityId,
  groupsPhones,
});

/** A group for each number, none of them alike. */
const groupOf = (number: number) => `${1_000_000_000 + number}-group`;

/** One run of the unlinker, to be ended by the test. */
interface Run {
  readonly request: UnlinkRequest;
  readonly options: CallOptions;
  readonly end: (outcome?: UnlinkOutcome) => void;
  readonly fail: (error: Error) => void;
}

const setUp = ({ perMinute = 0, atOnce = 10 } = {}) => {
  const runs: Run[] = [];
  const unlinker = {
    run: (request: UnlinkRequest, options: CallOptions) =>
      new Promise<UnlinkOutcome>((resolve, fail) => {
        const end = (outcome = acknowledged(request.groupsPhones)) => resolve(outcome);
        runs.push({ request, options, end, fail });
      }),
  };
  const limits = {
    mutations: new RateLimiter(perMinute),
    turns: new KeyedSemaphore({ atOnce, waiting: MOST_WAITING }),
  };
  return { unlinks: new UnlinkCoordinator(unlinker as unknown as UnlinkService, limits), runs };
};

const optionsIn = (ms = 20_000): CallOptions => ({
  deadline: new Deadline(ms, timerClock),
});

const runAt = (runs: readonly Run[], index: number): Run => {
  const run = runs[index];
  if (run === undefined) throw new Error(`expected a run at ${index}`);
  return run;
};

const passed = (ms: number) => jest.advanceTimersByTimeAsync(ms);

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

describe('an unlink', () => {
  it('is run with what its caller gave, and its outcome is the caller’s', async () => {
    const { unlinks, runs } = setUp();
    const [wish, options] = [request([A, B]), optionsIn()];
    const outcome = unlinks.run(wish, options);
    await passed(0);
    expect(runAt(runs, 0).request).toBe(wish);
    expect(runAt(runs, 0).options).toBe(options);
    const partial: UnlinkOutcome = { kind: 'partial', groups: new Map() };
    runAt(runs, 0).end(partial);
    expect(await outcome).toBe(partial);
  });

  it('is not run when no time is left', async () => {
    const { unlinks, runs } = setUp();
    expect(await unlinks.run(request([A]), optionsIn(0))).toEqual(LIMITED);
    expect(runs).toEqual([]);
  });
});

describe('identical unlinks', () => {
  it('share one run and its outcome, in whatever order they name the groups', async () => {
    const { unlinks, runs } = setUp();
    const orders = [
      [A, B, C],
      [C, B, A],
      [B, A, C],
      [A, B, C],
    ];
    const outcomes = orders.map((groups) => unlinks.run(request(groups), optionsIn()));
    await passed(0);
    expect(runs).toHaveLength(1);
    runAt(runs, 0).end();
    const [first, ...others] = await Promise.all(outcomes);
    expect(first).toEqual(acknowledged([A, B, C]));
    expect(others.filter((other) => other !== first)).toEqual([]);
  });

  it('share a run that still waits for its turn', async () => {
    const { unlinks, runs } = setUp();
    void unlinks.run(request([A]), optionsIn());
    const waiting = [unlinks.run(request([B]), optionsIn()), unlinks.run(request([B]), optionsIn())];
    await passed(0);
    expect(runs).toHaveLength(1);
    runAt(runs, 0).end();
    await passed(0);
    expect(runs).toHaveLength(2);
    runAt(runs, 1).end();
    const [first, second] = await Promise.all(waiting);
    expect(second).toBe(first);
  });

  it('are run anew when the first is over', async () => {
    const { unlinks, runs } = setUp();
    const first = unlinks.run(request([A]), optionsIn());
    await passed(0);
    runAt(runs, 0).end();
    await first;
    await passed(0);
    void unlinks.run(request([A]), optionsIn());
    await passed(0);
    expect(runs).toHaveLength(2);
  });

  it('of which there are more than 1000 are not told that nothing was done: their unlink is under way', async () => {
    const { unlinks, runs } = setUp();
    const outcomes = Array.from({ length: MOST_SHARING + 2 }, () => unlinks.run(request([A]), optionsIn()));
    await passed(0);
    expect(await outcomes[MOST_SHARING]).toEqual(outcomeUnknown([A]));
    expect(await outcomes[MOST_SHARING + 1]).toEqual(outcomeUnknown([A]));
    runAt(runs, 0).end();
    const settled = await Promise.all(outcomes.slice(0, MOST_SHARING));
    expect(settled.filter(({ kind }) => kind !== 'success')).toEqual([]);
    expect(runs).toHaveLength(1);
  });

  it('are answered by the deadline of each, with an unknown outcome', async () => {
    const { unlinks, runs } = setUp();
    const first = unlinks.run(request([A]), optionsIn());
    const hurried = unlinks.run(request([A]), optionsIn(100));
    await passed(100);
    expect(await hurried).toEqual(outcomeUnknown([A]));
    runAt(runs, 0).end();
    expect((await first).kind).toBe('success');
  });

  it.each([
    ['another community', request([A, B], OTHER_ID)],
    ['a group more', request([A, B, C])],
    ['a group less', request([A])],
    ['another group', request([A, C])],
  ])('are not those with %s', async (_, other) => {
    const { unlinks, runs } = setUp();
    void unlinks.run(request([A, B]), optionsIn());
    void unlinks.run(other, optionsIn());
    await passed(0);
    runAt(runs, 0).end();
    await passed(0);
    expect(runs.map((run) => run.request)).toEqual([request([A, B]), other]);
  });
});

describe('different unlinks of one community', () => {
  it('never overlap, and come in the order they were asked for', async () => {
    const { unlinks, runs } = setUp();
    const wishes = Array.from({ length: MOST_WAITING + 1 }, (_, index) => request([groupOf(index)]));
    const outcomes = wishes.map((wish) => unlinks.run(wish, optionsIn()));
    for (const index of wishes.keys()) {
      await passed(1);
      expect(runs).toHaveLength(index + 1);
      runAt(runs, index).end();
    }
    expect(await Promise.all(outcomes)).toEqual(wishes.map(({ groupsPhones }) => acknowledged(groupsPhones)));
    expect(runs.map((run) => run.request)).toEqual(wishes);
  });

  it('wait for one that waited itself', async () => {
    const { unlinks, runs } = setUp();
    const first = unlinks.run(request([A]), optionsIn());
    void unlinks.run(request([B]), optionsIn());
    await passed(0);
    runAt(runs, 0).end();
    await first;
    await passed(0);
    void unlinks.run(request([C]), optionsIn());
    await passed(1_000);
    expect(runs.map((run) => run.request)).toEqual([request([A]), request([B])]);
    runAt(runs, 1).end();
    await passed(0);
    expect(runAt(runs, 2).request).toEqual(request([C]));
  });

  it('wait at most 50 at once; the next is told that there is a limit, and is not run', async () => {
    const { unlinks, runs } = setUp();
    for (let index = 0; index <= MOST_WAITING; index += 1) {
      void unlinks.run(request([groupOf(index)]), optionsIn());
    }
    expect(await unlinks.run(request([A]), optionsIn())).toEqual(LIMITED);
    for (let index = 0; index <= MOST_WAITING; index += 1) {
      await passed(0);
      runAt(runs, index).end();
    }
    await passed(0);
    expect(runs).toHaveLength(MOST_WAITING + 1);
    expect(runs.map((run) => run.request)).not.toContainEqual(request([A]));
  });

  it('do not wait for those of another community', async () => {
    const { unlinks, runs } = setUp();
    void unlinks.run(request([A]), optionsIn());
    void unlinks.run(request([A], OTHER_ID), optionsIn());
    await passed(0);
    expect(runs.map((run) => run.request.communityId)).toEqual([COMMUNITY_ID, OTHER_ID]);
  });
});

describe('the wait for a turn', () => {
  it('leaves a quarter of the deadline for the unlink itself', async () => {
    const { unlinks, runs } = setUp();
    void unlinks.run(request([A]), optionsIn(60_000));
    const waiting = unlinks.run(request([B]), optionsIn(8_000));
    await passed(5_999);
    runAt(runs, 0).end();
    await passed(0);
    expect(runAt(runs, 1).options.deadline.remainingMs()).toBe(2_001);
    runAt(runs, 1).end();
    expect(await waiting).toEqual(acknowledged([B]));
  });

  it('ends after three quarters of it with a limit, and nothing is run', async () => {
    const { unlinks, runs } = setUp();
    void unlinks.run(request([A]), optionsIn(60_000));
    const settled: UnlinkOutcome[] = [];
    void unlinks.run(request([B]), optionsIn(8_000)).then((outcome) => settled.push(outcome));
    await passed(5_999);
    expect(settled).toEqual([]);
    await passed(1);
    expect(settled).toEqual([LIMITED]);
    runAt(runs, 0).end();
    await passed(60_000);
    expect(runs).toHaveLength(1);
  });

  it('that ended can be begun anew', async () => {
    const { unlinks, runs } = setUp();
    void unlinks.run(request([A]), optionsIn(60_000));
    void unlinks.run(request([B]), optionsIn(8_000));
    await passed(6_000);
    const again = unlinks.run(request([B]), optionsIn(8_000));
    runAt(runs, 0).end();
    await passed(0);
    runAt(runs, 1).end();
    expect(await again).toEqual(acknowledged([B]));
  });

  it('leaves no timer behind', async () => {
    const { unlinks, runs } = setUp();
    const outcomes = [A, B, C].map((group) => unlinks.run(request([group]), optionsIn()));
    for (let index = 0; index < 3; index += 1) {
      await passed(0);
      runAt(runs, index).end();
    }
    await Promise.all(outcomes);
    expect(jest.getTimerCount()).toBe(0);
  });
});

describe('a run that throws', () => {
  it('throws to all who share it', async () => {
    const { unlinks, runs } = setUp();
    const settled = Promise.allSettled([
      unlinks.run(request([A, B]), optionsIn()),
      unlinks.run(request([B, A]), optionsIn()),
    ]);
    await passed(0);
    const bug = new Error('bug');
    runAt(runs, 0).fail(bug);
    expect(await settled).toEqual([
      { status: 'rejected', reason: bug },
      { status: 'rejected', reason: bug },
    ]);
  });

  it('gives its turn to the next', async () => {
    const { unlinks, runs } = setUp();
    const failing = unlinks.run(request([A]), optionsIn()).catch((error: unknown) => error);
    const next = unlinks.run(request([B]), optionsIn());
    await passed(0);
    runAt(runs, 0).fail(new Error('bug'));
    await failing;
    await passed(0);
    runAt(runs, 1).end();
    expect(await next).toEqual(acknowledged([B]));
  });

  it('is not shared with who asks for the same afterwards', async () => {
    const { unlinks, runs } = setUp();
    const failing = unlinks.run(request([A]), optionsIn()).catch((error: unknown) => error);
    await passed(0);
    runAt(runs, 0).fail(new Error('bug'));
    await failing;
    await passed(0);
    const again = unlinks.run(request([A]), optionsIn());
    await passed(0);
    runAt(runs, 1).end();
    expect(await again).toEqual(acknowledged([A]));
  });
});

describe('the limit of a minute', () => {
  const LIMITED_FOR_A_MINUTE = { kind: 'failed', failure: { kind: 'limited', retryAfterSeconds: 60 } };

  it('refuses what is more, of all communities together, and runs nothing of it', async () => {
    const { unlinks, runs } = setUp({ perMinute: 2 });
    void unlinks.run(request([A]), optionsIn());
    void unlinks.run(request([A], OTHER_ID), optionsIn());
    expect(await unlinks.run(request([A], '54321'), optionsIn())).toEqual(LIMITED_FOR_A_MINUTE);
    expect(runs).toHaveLength(2);
  });

  it('is over with the minute, and says how long that is', async () => {
    const { unlinks, runs } = setUp({ perMinute: 1 });
    void unlinks.run(request([A]), optionsIn());
    await passed(45_500);
    expect(await unlinks.run(request([B], OTHER_ID), optionsIn())).toMatchObject({
      failure: { retryAfterSeconds: 15 },
    });
    await passed(14_500);
    void unlinks.run(request([B], OTHER_ID), optionsIn());
    await passed(0);
    expect(runs).toHaveLength(2);
  });

  it('never says of what is under way that nothing was done', async () => {
    const { unlinks, runs } = setUp({ perMinute: 1 });
    const outcomes = [unlinks.run(request([A]), optionsIn()), unlinks.run(request([A]), optionsIn())];
    await passed(0);
    runAt(runs, 0).end();
    expect(await Promise.all(outcomes)).toEqual([acknowledged([A]), acknowledged([A])]);
  });

  it('does not count what found no turn', async () => {
    const { unlinks, runs } = setUp({ perMinute: 2 });
    void unlinks.run(request([A]), optionsIn());
    const waiting = unlinks.run(request([B]), optionsIn(1_000));
    await passed(750);
    expect(await waiting).toEqual(LIMITED);
    void unlinks.run(request([C], OTHER_ID), optionsIn());
    await passed(0);
    expect(runs.map((run) => run.request)).toEqual([request([A]), request([C], OTHER_ID)]);
  });
});

describe('unlinks of different communities', () => {
  it('are as many at once as are allowed; the next waits for its turn', async () => {
    const { unlinks, runs } = setUp({ atOnce: 2 });
    for (const id of ['11111', '22222', '33333']) void unlinks.run(request([A], id), optionsIn());
    await passed(0);
    expect(runs.map((run) => run.request.communityId)).toEqual(['11111', '22222']);
    runAt(runs, 1).end();
    await passed(0);
    expect(runs.map((run) => run.request.communityId)).toEqual(['11111', '22222', '33333']);
  });
});
