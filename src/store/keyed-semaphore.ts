import { type Clock, systemClock } from '../utils/clock.ts';

/** How many may have a turn at once, and how many may wait for one. */
export interface SemaphoreLimits {
  readonly atOnce: number;
  readonly waiting: number;
}

export interface TurnLoad {
  readonly taken: number;
  readonly waiting: number;
  readonly rejected: number;
}

interface Waiter {
  readonly communityId: string;
  readonly go: () => void;
}

/** Lets callers pass one at a time for each community, and so many at once in all, in the order they came. */
export class KeyedSemaphore {
  readonly #limits: SemaphoreLimits;
  readonly #taken = new Set<string>();
  readonly #waiting: Waiter[] = [];
  #rejected = 0;

  constructor(limits: SemaphoreLimits) {
    this.#limits = limits;
  }

  /** How many have a turn now, how many wait for one, and how many got none so far. */
  get load(): TurnLoad {
    return { taken: this.#taken.size, waiting: this.#waiting.length, rejected: this.#rejected };
  }

  /** Waits for a turn, at most so many milliseconds; false when none came, or too many wait already. */
  async acquire(communityId: string, maxWaitMs: number, clock: Clock = systemClock): Promise<boolean> {
    if (this.#isFree(communityId)) {
      this.#taken.add(communityId);
      return true;
    }
    if (this.#waiting.length >= this.#limits.waiting) return this.#reject();
    return new Promise((resolve) => {
      const gone = new AbortController();
      const go = () => {
        gone.abort();
        resolve(true);
      };
      const waiter = { communityId, go };
      this.#waiting.push(waiter);
      const giveUp = () => {
        const index = this.#waiting.indexOf(waiter);
        // The turn may have come in the moment the wait ended.
        if (index === -1) return;
        this.#waiting.splice(index, 1);
        resolve(this.#reject());
      };
      clock.sleep(maxWaitMs, gone.signal).then(giveUp, () => {});
    });
  }

  /** Gives the turn to whoever waits longest of those whose community is free. */
  release(communityId: string): void {
    this.#taken.delete(communityId);
    const next = this.#waiting.find((waiter) => this.#isFree(waiter.communityId));
    if (next === undefined) return;
    this.#waiting.splice(this.#waiting.indexOf(next), 1);
    this.#taken.add(next.communityId);
    next.go();
  }

  #reject(): false {
    this.#rejected += 1;
    return false;
  }

  #isFree(communityId: string): boolean {
    return this.#taken.size < this.#limits.atOnce && !this.#taken.has(communityId);
  }
}
