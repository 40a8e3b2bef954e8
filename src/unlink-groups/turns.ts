/** The most that may wait for one community at once. */
const MAX_WAITING = 50;

/** Lets callers pass one at a time, in the order they came. */
export class Turns {
  #taken = false;
  readonly #waiting: (() => void)[] = [];

  /** True when nobody has a turn or waits for one. */
  get idle(): boolean {
    return !this.#taken;
  }

  /** Waits for a turn, at most so many milliseconds; false when none came, or too many wait already. */
  async take(patienceMs: number): Promise<boolean> {
    if (!this.#taken) {
      this.#taken = true;
      return true;
    }
    if (this.#waiting.length >= MAX_WAITING) return false;
    return new Promise((resolve) => {
      const go = () => {
        clearTimeout(timer);
        resolve(true);
      };
      const timer = setTimeout(() => {
        this.#waiting.splice(this.#waiting.indexOf(go), 1);
        resolve(false);
      }, patienceMs);
      this.#waiting.push(go);
    });
  }

  /** Gives the turn to whoever waits longest. */
  leave(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#taken = false;
  }
}
