import type { Deadline } from '../../utils/deadline.ts';
import { type Log, logUnexpected } from '../../utils/log.ts';
import type { ExchangeObserver } from '../../utils/service-observer.ts';
import { inSpan } from '../../utils/tracing.ts';
import type { Meaning } from '../../z-api/meaning.ts';
import type { CallOptions, ZApiDatasource } from '../../z-api/z-api.datasource.ts';
import type { UnlinkRequest } from '../unlink/unlink.args.ts';
import { GroupUnlinkStatus, UnlinkBlocker } from '../unlink/unlink.enums.ts';
import {
  acknowledged,
  outcomeUnknown,
  type ReadBack,
  settleDone,
  settleMissing,
  settleRefused,
  settleUnknown,
  type UnlinkOutcome,
} from './outcome.ts';

/** When the community is read back: after every answer, or only when there is no success to report. */
export type ReadBackWhen = 'on-failure' | 'always';

export interface UnlinkOptions {
  readonly deadline: Deadline;
  readonly log: Log;
  /** Told of every exchange with Z-API. */
  readonly observe: ExchangeObserver;
}

/** Reads the community back, in a span of that name. */
type Look = (look?: 'read-back' | 'second-look') => Promise<ReadBack>;

/** After an unknown outcome the request may still be running: what is still linked is looked at once more, this much later. */
const SECOND_LOOK_AFTER_MS = 1_000;

/**
 * Takes groups out of a community, and finds out what came of it.
 *
 * Never throws once the POST may have been written: what breaks from there on leaves the outcome unknown.
 */
export class GroupUnlinker {
  readonly #zApi: ZApiDatasource;
  readonly #readBackWhen: ReadBackWhen;

  constructor(zApi: ZApiDatasource, readBackWhen: ReadBackWhen) {
    this.#zApi = zApi;
    this.#readBackWhen = readBackWhen;
  }

  async run(request: UnlinkRequest, { deadline, log, observe }: UnlinkOptions): Promise<UnlinkOutcome> {
    const { communityId, groupsPhones } = request;
    try {
      const options = { deadline, observe };
      const meaning = await this.#zApi.unlinkGroups(communityId, groupsPhones, options);
      return await this.#settle(meaning, request, options);
    } catch (error) {
      logUnexpected(log, error, 'unlink outcome unknown: unexpected error');
      return outcomeUnknown(groupsPhones);
    }
  }

  async #settle(
    meaning: Meaning,
    { communityId, groupsPhones }: UnlinkRequest,
    options: CallOptions,
  ): Promise<UnlinkOutcome> {
    const readBack: Look = (look = 'read-back') =>
      inSpan(look, {}, () => this.#zApi.readCommunity(communityId, options));
    switch (meaning.kind) {
      case 'done':
        return this.#readBackWhen === 'always'
          ? lookTwice(readBack, (seen) => settleDone(groupsPhones, seen), options.deadline)
          : acknowledged(groupsPhones);
      case 'refused':
        return this.#explain(settleRefused(groupsPhones, await readBack()), options);
      case 'unknown':
        return lookTwice(readBack, (seen) => settleUnknown(groupsPhones, seen), options.deadline);
      case 'missing':
        return settleMissing(groupsPhones, await readBack());
      default:
        return { kind: 'failed', failure: meaning };
    }
  }

  /** Where the community's state does not say why Z-API refused, the state of the instance may. */
  async #explain(outcome: UnlinkOutcome, options: CallOptions): Promise<UnlinkOutcome> {
    if (!isUnexplained(outcome)) return outcome;
    const status = await this.#zApi.readStatus(options);
    if (status.kind === 'failed') {
      return status.meaning.kind === 'instance' ? { kind: 'failed', failure: status.meaning } : outcome;
    }
    return status.value.connected ? outcome : { kind: 'failed', failure: DISCONNECTED };
  }
}

const DISCONNECTED = { kind: 'instance', cause: 'disconnected' } as const;

const isUnexplained = (outcome: UnlinkOutcome): boolean =>
  outcome.kind === 'rejected' &&
  [...outcome.groups.values()].every(({ blocker }) => blocker === UnlinkBlocker.UNDETERMINED);

/** Reads back, and once more a little later when groups are still linked; a second look that fails changes nothing. */
const lookTwice = async (
  readBack: Look,
  settle: (seen: ReadBack) => UnlinkOutcome,
  deadline: Deadline,
): Promise<UnlinkOutcome> => {
  const first = settle(await readBack());
  if (!holdsLinkedGroups(first) || deadline.remainingMs() <= SECOND_LOOK_AFTER_MS) return first;
  await deadline.clock.sleep(SECOND_LOOK_AFTER_MS);
  const second = await readBack('second-look');
  return second.kind === 'found' ? settle(second) : first;
};

const holdsLinkedGroups = (outcome: UnlinkOutcome): boolean =>
  'groups' in outcome &&
  [...outcome.groups.values()].some(({ status }) => status === GroupUnlinkStatus.STILL_LINKED);
