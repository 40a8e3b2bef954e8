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

  /** What the promise comes to, or `late` when it comes to nothing in time. The promise itself goes on. */
  async orElse<T>(promise: Promise<T>, late: () => T): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const passed = new Promise<T>((resolve) => {
      timer = setTimeout(() => resolve(late()), this.remainingMs());
    });
    return Promise.race([promise, passed]).finally(() => clearTimeout(timer));
  }
}
