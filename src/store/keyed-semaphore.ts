import { type Clock, systemClock } from '../utils/clock.ts';

/** How many may have a turn at once, and how many may wait for one. */
export interface TurnLimits {
  readonly atOnce: number;
  readonly waiting: number;
}

export interface TurnLoad {
  readonly taken: number;
  readonly waiting: number;
  readonly turnedAway: number;
}

interface Waiter {
  readonly communityId: string;
  readonly go: () => void;
}

/** Lets callers pass one at a time for each community, and so many at once in all, in the order they came. */
export class Turns {
  readonly #limits: TurnLimits;
  readonly #taken = new Set<string>();
  readonly #waiting: Waiter[] = [];
  #turnedAway = 0;

  constructor(limits: TurnLimits) {
    this.#limits = limits;
  }

  /** How many have a turn now, how many wait for one, and how many got none so far. */
  get load(): TurnLoad {
    return { taken: this.#taken.size, waiting: this.#waiting.length, turnedAway: this.#turnedAway };
  }

  /** Waits for a turn, at most so many milliseconds; false when none came, or too many wait already. */
  async take(communityId: string, patienceMs: number, clock: Clock = systemClock): Promise<boolean> {
    if (this.#isFree(communityId)) {
      this.#taken.add(communityId);
      return true;
    }
    if (this.#waiting.length >= this.#limits.waiting) return this.#turnAway();
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
        resolve(this.#turnAway());
      };
      clock.sleep(patienceMs, gone.signal).then(giveUp, () => {});
    });
  }

  /** Gives the turn to whoever waits longest of those whose community is free. */
  leave(communityId: string): void {
    this.#taken.delete(communityId);
    const next = this.#waiting.find((waiter) => this.#isFree(waiter.communityId));
    if (next === undefined) return;
    this.#waiting.splice(this.#waiting.indexOf(next), 1);
    this.#taken.add(next.communityId);
    next.go();
  }

  #turnAway(): false {
    this.#turnedAway += 1;
    return false;
  }

  #isFree(communityId: string): boolean {
    return this.#taken.size < this.#limits.atOnce && !this.#taken.has(communityId);
  }
}
