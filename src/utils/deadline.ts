import { type Clock, systemClock } from './clock.ts';

/** A point in monotonic time by which a whole operation must have its answer. */
export class Deadline {
  /** The clock that the deadline and every wait of its operation are measured by. */
  readonly clock: Clock;
  readonly #endsAtMs: number;

  /** @param budgetMs milliseconds from now. */
  constructor(budgetMs: number, clock: Clock = systemClock) {
    this.clock = clock;
    this.#endsAtMs = clock.now() + budgetMs;
  }

  /** Milliseconds left, never negative. */
  remainingMs(): number {
    return Math.max(0, this.#endsAtMs - this.clock.now());
  }

  /** The promise's result, or `late()` if it has not settled by the deadline. The promise itself goes on. */
  async orElse<T>(promise: Promise<T>, late: () => T): Promise<T> {
    const settled = new AbortController();
    const passed = this.clock.sleep(this.remainingMs(), settled.signal).then(late);
    return Promise.race([promise, passed]).finally(() => settled.abort());
  }
}
