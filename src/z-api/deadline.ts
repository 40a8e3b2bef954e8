/** A point in monotonic time by which a whole operation must have its answer. */
export class Deadline {
  readonly #endsAtMs: number;
  readonly #now: () => number;

  /** @param budgetMs milliseconds from now; `now` is a monotonic clock in milliseconds. */
  constructor(budgetMs: number, now: () => number = () => performance.now()) {
    this.#now = now;
    this.#endsAtMs = now() + budgetMs;
  }

  /** Milliseconds left, never negative. */
  remainingMs(): number {
    return Math.max(0, this.#endsAtMs - this.#now());
  }
}
