import type { Deadline } from '../../utils/deadline.ts';
import { inSpan } from '../../utils/tracing.ts';
import type { Meaning } from '../../z-api/meaning.ts';
import type { CallOptions, ZApiDatasource } from '../../z-api/z-api.datasource.ts';
import {
  acknowledged,
  type ReadBack,
  resolveDone,
  resolveMissing,
  resolveRefused,
  resolveUnknown,
  type UnlinkOutcome,
  type UnlinkRequest,
} from './outcome.ts';
import { GroupUnlinkStatus, UnlinkBlocker } from './unlink.enums.ts';

/** When the community is read back: after every answer, or only when there is no success to report. */
export type ReadBackWhen = 'on-failure' | 'always';

/** Reads the community back, in a span of that name. */
type Look = (look?: 'read-back' | 'second-look') => Promise<ReadBack>;

/** How long after the first look the second one is made: the request may still be running. In milliseconds. */
const SECOND_LOOK_AFTER_MS = 1_000;

/** Unlinks groups and resolves the outcome. Any error that it throws leaves the outcome unknown: the POST may have been sent. */
export class UnlinkService {
  readonly #zApi: ZApiDatasource;
  readonly #readBackWhen: ReadBackWhen;

  constructor(zApi: ZApiDatasource, readBackWhen: ReadBackWhen) {
    this.#zApi = zApi;
    this.#readBackWhen = readBackWhen;
  }

  async run(request: UnlinkRequest, options: CallOptions): Promise<UnlinkOutcome> {
    const { communityId, groupsPhones } = request;
    const meaning = await this.#zApi.unlinkGroups(communityId, groupsPhones, options);
    return this.#resolve(meaning, request, options);
  }

  async #resolve(
    meaning: Meaning,
    { communityId, groupsPhones }: UnlinkRequest,
    options: CallOptions,
  ): Promise<UnlinkOutcome> {
    const readBack: Look = (look = 'read-back') =>
      inSpan(look, {}, () => this.#zApi.readCommunity(communityId, options));
    switch (meaning.kind) {
      case 'done':
        return this.#readBackWhen === 'always'
          ? lookTwice(readBack, (seen) => resolveDone(groupsPhones, seen), options.deadline)
          : acknowledged(groupsPhones);
      case 'refused':
        return this.#explain(resolveRefused(groupsPhones, await readBack()), options);
      case 'unknown':
        return lookTwice(readBack, (seen) => resolveUnknown(groupsPhones, seen), options.deadline);
      case 'missing':
        return resolveMissing(groupsPhones, await readBack());
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
  resolve: (seen: ReadBack) => UnlinkOutcome,
  deadline: Deadline,
): Promise<UnlinkOutcome> => {
  const first = resolve(await readBack());
  if (!holdsLinkedGroups(first) || deadline.remainingMs() <= SECOND_LOOK_AFTER_MS) return first;
  await deadline.clock.sleep(SECOND_LOOK_AFTER_MS);
  const second = await readBack('second-look');
  return second.kind === 'found' ? resolve(second) : first;
};

const holdsLinkedGroups = (outcome: UnlinkOutcome): boolean =>
  'groups' in outcome &&
  [...outcome.groups.values()].some(({ status }) => status === GroupUnlinkStatus.STILL_LINKED);
