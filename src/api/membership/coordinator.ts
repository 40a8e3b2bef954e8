import type { KeyedSemaphore } from '../../store/keyed-semaphore.ts';
import type { RateLimiter } from '../../store/rate-limiter.ts';
import { wasNotTried } from '../../z-api/meaning.ts';
import type { CallOptions } from '../../z-api/z-api.datasource.ts';
import { outcomeUnknown, type UnlinkOutcome, type UnlinkRequest } from './outcome.ts';
import type { UnlinkService } from './service.ts';

/** The most callers that may share one unlink under way. */
export const MAX_JOINED_CALLERS = 1_000;

/** What is left of an operation's deadline when its turn comes must be worth sending the POST for: this part of it. */
const RESERVED_PART = 1 / 4;

/** Said to who found no turn. In seconds. */
const RETRY_AFTER_SECONDS = 5;

const limited = (retryAfterSeconds: number): UnlinkOutcome => ({
  kind: 'failed',
  failure: { kind: 'limited', retryAfterSeconds },
});

/** What the unlinks of one Z-API instance are held to. */
export interface UnlinkLimits {
  /** What may be sent in a minute. */
  readonly mutations: RateLimiter;
  readonly turns: KeyedSemaphore;
}

interface Flight {
  readonly outcome: Promise<UnlinkOutcome>;
  sharing: number;
}

/**
 * The unlinks under way on one Z-API instance: identical ones share one POST and its outcome, and different ones
 * of the same community take turns. Who comes above a limit, or gets no turn in time, is told so, and nothing was sent
 * for them. Who asks for what is under way is told of none of these limits: it may be done.
 */
export class UnlinkCoordinator {
  readonly #unlinker: UnlinkService;
  readonly #flights = new Map<string, Flight>();
  readonly #limits: UnlinkLimits;

  constructor(unlinker: UnlinkService, limits: UnlinkLimits) {
    this.#unlinker = unlinker;
    this.#limits = limits;
  }

  run(request: UnlinkRequest, options: CallOptions): Promise<UnlinkOutcome> {
    const key = identityOf(request);
    const flight = this.#flights.get(key);
    if (flight !== undefined) return share(flight, request, options);
    const outcome = this.#inTurn(request, options).finally(() => this.#flights.delete(key));
    this.#flights.set(key, { outcome, sharing: 1 });
    return outcome;
  }

  async #inTurn(request: UnlinkRequest, options: CallOptions): Promise<UnlinkOutcome> {
    const { communityId } = request;
    const { mutations, turns } = this.#limits;
    const maxWaitMs = options.deadline.remainingMs() * (1 - RESERVED_PART);
    if (maxWaitMs === 0) return limited(RETRY_AFTER_SECONDS);
    const pauseSeconds = await mutations.spend();
    if (pauseSeconds !== undefined) return limited(pauseSeconds);
    if (!(await turns.acquire(communityId, maxWaitMs, options.deadline.clock))) {
      await mutations.refund();
      return limited(RETRY_AFTER_SECONDS);
    }
    try {
      const outcome = await this.#unlinker.run(request, options);
      if (outcome.kind === 'failed' && wasNotTried(outcome.failure)) await mutations.refund();
      return outcome;
    } finally {
      turns.release(communityId);
    }
  }
}

const identityOf = ({ communityId, groupsPhones }: UnlinkRequest): string =>
  [communityId, ...[...groupsPhones].sort()].join(' ');

/** Whoever cannot wait for the outcome does not know it: the unlink they asked for is under way all the same. */
const share = async (
  flight: Flight,
  { groupsPhones }: UnlinkRequest,
  { deadline }: CallOptions,
): Promise<UnlinkOutcome> => {
  const unknown = outcomeUnknown(groupsPhones);
  if (flight.sharing >= MAX_JOINED_CALLERS) return unknown;
  flight.sharing += 1;
  return deadline.orElse(flight.outcome, () => unknown);
};
