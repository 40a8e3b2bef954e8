import {
  type CircuitBreakerPolicy,
  CircuitState as CockatielState,
  ConsecutiveBreaker,
  circuitBreaker,
  handleAll,
} from 'cockatiel';
import type { Exchange } from './exchange.ts';

/** Whether calls to Z-API are let through: all, none, or one to see how it is. */
export const CIRCUIT_STATES = ['closed', 'open', 'half-open'] as const;
export type CircuitState = (typeof CIRCUIT_STATES)[number];

/** How long it stays open before one exchange may try again, in milliseconds. */
export const OPEN_FOR_MS = 2_000;

export interface CircuitBreakerOptions {
  /** How many exchanges must fail one after the other to open it; 0 never opens it. */
  readonly failures: number;
  /** Told of each change of state; must not throw. */
  readonly onChange?: (state: CircuitState) => void;
  /** A monotonic clock in milliseconds; injectable for tests. */
  readonly now?: () => number;
}

/**
 * Spares a Z-API that does not answer, and its callers the wait: after so many failures in a row nothing is sent any more,
 * but for one exchange, the probe, after each pause. The probe's success closes the circuit, its failure opens it again.
 *
 * cockatiel counts and keeps the state. The pause is kept here, because cockatiel's follows the wall clock, which may
 * be set back; and whoever comes during the probe is refused here, because cockatiel makes them wait for it.
 */
export class CircuitBreaker {
  readonly #policy: CircuitBreakerPolicy;
  readonly #now: () => number;
  #openedAtMs = 0;
  #timesOpened = 0;

  constructor({ failures, onChange = () => {}, now = () => performance.now() }: CircuitBreakerOptions) {
    this.#now = now;
    this.#policy = circuitBreaker(
      handleAll.orWhenResult((exchange) => !isProofOfLife(exchange as Exchange)),
      {
        breaker: new ConsecutiveBreaker(failures === 0 ? Number.POSITIVE_INFINITY : failures),
        halfOpenAfter: Number.NEGATIVE_INFINITY,
      },
    );
    this.#policy.onStateChange(() => {
      if (this.state === 'open') {
        this.#openedAtMs = this.#now();
        this.#timesOpened += 1;
      }
      onChange(this.state);
    });
  }

  get state(): CircuitState {
    switch (this.#policy.state) {
      case CockatielState.Closed:
        return 'closed';
      case CockatielState.HalfOpen:
        return 'half-open';
      default:
        return 'open';
    }
  }

  /** Makes the exchange, or does not while the circuit is broken. Passes on what it throws. */
  async pass(make: () => Promise<Exchange>): Promise<Exchange> {
    if (this.#refuses()) return REFUSED;
    if (this.state === 'open') return this.#policy.execute(make);
    const timesOpened = this.#timesOpened;
    const exchange = await make();
    // What began before the circuit last opened says nothing of the time since.
    const isCurrent = timesOpened === this.#timesOpened;
    if (isCurrent && hadItsTime(exchange)) await this.#policy.execute(() => exchange);
    return exchange;
  }

  #refuses(): boolean {
    const { state } = this;
    return state === 'half-open' || (state === 'open' && this.#now() - this.#openedAtMs < OPEN_FOR_MS);
  }
}

const REFUSED: Exchange = { kind: 'not-sent', cause: 'circuit-open', fault: 'CIRCUIT_OPEN' };

/** False when the operation's own time was up, before anything was done or before an attempt's time was. */
const hadItsTime = (exchange: Exchange): boolean => exchange.fault !== 'DEADLINE_PASSED';

/** What breaks a body together with its connection. Anything else that is wrong with a body is its content. */
const BROKEN_CONNECTION = /^(?:TIMEOUT|E[A-Z]+|ERR_STREAM_PREMATURE_CLOSE|HPE_[A-Z_]+)$/;

/** An answer below 500 whose connection held; a refusal is one. */
const isProofOfLife = (exchange: Exchange): boolean =>
  exchange.kind === 'answered' &&
  exchange.answer.status < 500 &&
  !BROKEN_CONNECTION.test(exchange.fault ?? '');
