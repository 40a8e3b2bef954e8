import type { GroupUnlinker, UnlinkOptions } from './group-unlinker.ts';
import { Turns } from './turns.ts';
import { outcomeUnknown, type UnlinkOutcome } from './unlink-outcome.ts';
import type { UnlinkRequest } from './unlink-request.ts';

/** The most callers that may share one unlink under way. */
const MAX_SHARING = 1_000;

/** What is left of an operation's deadline when its turn comes must be worth sending the POST for: this part of it. */
const RESERVED_PART = 1 / 4;

/** Said to who found no turn. In seconds. */
const RETRY_AFTER_SECONDS = 5;

const LIMITED: UnlinkOutcome = {
  kind: 'failed',
  failure: { kind: 'limited', retryAfterSeconds: RETRY_AFTER_SECONDS },
};

interface Flight {
  readonly outcome: Promise<UnlinkOutcome>;
  sharing: number;
}

/**
 * The unlinks under way on one Z-API instance: identical ones share one POST and its outcome, and different ones
 * of the same community take turns. Whoever gets no turn in time is told so, and nothing was sent for them.
 */
export class Unlinks {
  readonly #unlinker: GroupUnlinker;
  readonly #flights = new Map<string, Flight>();
  readonly #turns = new Map<string, Turns>();

  constructor(unlinker: GroupUnlinker) {
    this.#unlinker = unlinker;
  }

  run(request: UnlinkRequest, options: UnlinkOptions): Promise<UnlinkOutcome> {
    const key = identityOf(request);
    const flight = this.#flights.get(key);
    if (flight !== undefined) return share(flight, request, options);
    const outcome = this.#inTurn(request, options).finally(() => this.#flights.delete(key));
    this.#flights.set(key, { outcome, sharing: 1 });
    return outcome;
  }

  async #inTurn(request: UnlinkRequest, options: UnlinkOptions): Promise<UnlinkOutcome> {
    const { communityId } = request;
    const patienceMs = options.deadline.remainingMs() * (1 - RESERVED_PART);
    if (patienceMs === 0) return LIMITED;
    const turns = this.#turns.get(communityId) ?? new Turns();
    this.#turns.set(communityId, turns);
    if (!(await turns.take(patienceMs))) return LIMITED;
    try {
      return await this.#unlinker.run(request, options);
    } finally {
      turns.leave();
      if (turns.idle) this.#turns.delete(communityId);
    }
  }
}

const identityOf = ({ communityId, groupsPhones }: UnlinkRequest): string =>
  [communityId, ...[...groupsPhones].sort()].join(' ');

/** Whoever cannot wait for the outcome does not know it: the unlink they asked for is under way all the same. */
const share = async (
  flight: Flight,
  { groupsPhones }: UnlinkRequest,
  { deadline }: UnlinkOptions,
): Promise<UnlinkOutcome> => {
  const unknown = outcomeUnknown(groupsPhones);
  if (flight.sharing >= MAX_SHARING) return unknown;
  flight.sharing += 1;
  return deadline.orElse(flight.outcome, () => unknown);
};
