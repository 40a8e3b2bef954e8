import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

const MINUTE_SECONDS = 60;

/** So many a minute for each key; with 0, any number. The minute of a key begins with its first use. */
export class RateLimiter {
  readonly #limiter: RateLimiterMemory | undefined;

  constructor(perMinute: number) {
    if (perMinute > 0) {
      this.#limiter = new RateLimiterMemory({ points: perMinute, duration: MINUTE_SECONDS });
    }
  }

  /** Counts one use. Undefined when it is within the limit, else the seconds to wait. */
  async spend(key = ''): Promise<number | undefined> {
    try {
      await this.#limiter?.consume(key);
      return undefined;
    } catch (over) {
      if (!(over instanceof RateLimiterRes)) throw over;
      return Math.max(1, Math.ceil(over.msBeforeNext / 1000));
    }
  }

  /** Takes back one use that came to nothing. */
  async refund(key = ''): Promise<void> {
    await this.#limiter?.reward(key);
  }
}
