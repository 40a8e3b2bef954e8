import { type Clock, systemClock } from '../utils/clock.ts';
import type { Exchange } from './exchange.ts';

/** Closed: every exchange is made. Open: none is. Half-open: one is in progress, the probe, and all others are refused. */
export const CIRCUIT_STATES = ['closed', 'open', 'half-open'] as const;
export type CircuitState = (typeof CIRCUIT_STATES)[number];

/** How long the circuit stays open before it admits a probe, in milliseconds. */
export const OPEN_FOR_MS = 2_000;

export interface CircuitBreakerOptions {
  /** Consecutive failures that open the circuit; 0 never opens it. */
  readonly failures: number;
  /** Called on each change of state; must not throw. */
  readonly onChange?: (state: CircuitState) => void;
  readonly clock?: Pick<Clock, 'now'>;
}

/**
 * Stops requests to an instance of Z-API that does not respond, so that callers need not wait for it. After a number of
 * consecutive failures the circuit opens: every exchange is refused. After a pause the next one is made, as a probe. Its
 * success closes the circuit; anything else opens it for another pause.
 *
 * The library cockatiel does not fit: it times the pause by the wall clock, which may be set back, and makes callers wait
 * for the probe.
 */
export class CircuitBreaker {
  readonly #options: Required<CircuitBreakerOptions>;
  #state: CircuitState = 'closed';
  #consecutiveFailures = 0;
  #openedAtMs = 0;
  #timesOpened = 0;

  constructor({ failures, onChange = () => {}, clock = systemClock }: CircuitBreakerOptions) {
    this.#options = { failures, onChange, clock };
  }

  get state(): CircuitState {
    return this.#state;
  }

  /** Makes the exchange, or refuses it while the circuit is open. Rethrows what `make` throws. */
  async pass(make: () => Promise<Exchange>): Promise<Exchange> {
    if (this.#refuses()) return REFUSED;
    if (this.#state === 'open') return this.#probe(make);
    const timesOpened = this.#timesOpened;
    const exchange = await make();
    // An exchange that began before the circuit last opened does not show the state of Z-API since then.
    if (timesOpened === this.#timesOpened) this.#count(exchange);
    return exchange;
  }

  #refuses(): boolean {
    if (this.#state === 'half-open') return true;
    return this.#state === 'open' && this.#options.clock.now() - this.#openedAtMs < OPEN_FOR_MS;
  }

  async #probe(make: () => Promise<Exchange>): Promise<Exchange> {
    this.#change('half-open');
    let next: CircuitState = 'open';
    try {
      const exchange = await make();
      if (isProofOfLife(exchange)) next = 'closed';
      return exchange;
    } finally {
      this.#change(next);
    }
  }

  #count(exchange: Exchange): void {
    if (!hadItsTime(exchange)) return;
    if (isProofOfLife(exchange)) {
      this.#consecutiveFailures = 0;
      return;
    }
    this.#consecutiveFailures += 1;
    // Never true with 0.
    if (this.#consecutiveFailures === this.#options.failures) this.#change('open');
  }

  #change(state: CircuitState): void {
    this.#state = state;
    if (state === 'closed') this.#consecutiveFailures = 0;
    if (state === 'open') {
      this.#openedAtMs = this.#options.clock.now();
      this.#timesOpened += 1;
    }
    this.#options.onChange(state);
  }
}

const REFUSED: Exchange = { kind: 'not-sent', cause: 'circuit-open', fault: 'CIRCUIT_OPEN' };

/** False when the deadline of the operation ended the exchange, rather than the time-out of the attempt. */
const hadItsTime = (exchange: Exchange): boolean => exchange.fault !== 'DEADLINE_PASSED';

/** Errors of the connection that also break a body. Any other error of a body is about its content. */
const BROKEN_CONNECTION = /^(?:TIMEOUT|E[A-Z]+|ERR_STREAM_PREMATURE_CLOSE|HPE_[A-Z_]+)$/;

/** A response with a status below 500 whose connection did not break; a refusal is one. */
const isProofOfLife = (exchange: Exchange): boolean =>
  exchange.kind === 'answered' &&
  exchange.answer.status < 500 &&
  !BROKEN_CONNECTION.test(exchange.fault ?? '');
