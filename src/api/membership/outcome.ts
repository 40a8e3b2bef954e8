import type { CertainFailure, ReadResult } from '../../z-api/meaning.ts';
import type { CommunityMetadata } from '../../z-api/response-bodies.ts';
import { knownBlockers } from './blockers.ts';
import { GroupUnlinkStatus, UnlinkBlocker, UnlinkConfirmation } from './unlink.enums.ts';

/**
 * What came of an unlink, as it is true for everyone who asked for it: no order, language or request id, which
 * are each caller's own.
 */
export type UnlinkOutcome =
  | { readonly kind: 'success'; readonly confirmation: UnlinkConfirmation; readonly groups: GroupStates }
  | { readonly kind: 'partial'; readonly groups: GroupStates }
  | { readonly kind: 'rejected'; readonly groups: GroupStates }
  | { readonly kind: 'unknown'; readonly groups: GroupStates }
  | { readonly kind: 'not-found' }
  | { readonly kind: 'failed'; readonly failure: CertainFailure };

/** By group id. */
export type GroupStates = ReadonlyMap<string, GroupState>;

export interface GroupState {
  readonly status: GroupUnlinkStatus;
  readonly blocker: UnlinkBlocker | null;
}

export const allAre = (groupsPhones: readonly string[], status: GroupUnlinkStatus): GroupStates =>
  new Map(groupsPhones.map((phone) => [phone, { status, blocker: null }]));

export const outcomeUnknown = (groupsPhones: readonly string[]): UnlinkOutcome => ({
  kind: 'unknown',
  groups: allAre(groupsPhones, GroupUnlinkStatus.UNKNOWN),
});

/** The community as it was read back after the POST, or what came instead. */
export type ReadBack = ReadResult<CommunityMetadata>;

type Phones = readonly string[];

/** Z-API refused, and gave no reason: the community's own state may. */
export const resolveRefused = (phones: Phones, shown: ReadBack): UnlinkOutcome => {
  const readBack = believable(shown);
  if (readBack.kind === 'failed') {
    const { meaning } = readBack;
    if (meaning.kind === 'missing') return { kind: 'not-found' };
    if (meaning.kind === 'instance') return { kind: 'failed', failure: meaning };
    return { kind: 'rejected', groups: allAre(phones, GroupUnlinkStatus.UNKNOWN) };
  }
  const groups = explained(phones, readBack.value);
  switch (linkedOf(phones, readBack.value)) {
    case 'none':
      return observed(phones);
    case 'some':
      return { kind: 'partial', groups };
    case 'all':
      return { kind: 'rejected', groups };
  }
};

/** No trustworthy answer came, and the request may still be running: only "none is linked" settles it. */
export const resolveUnknown = (phones: Phones, shown: ReadBack): UnlinkOutcome => {
  const readBack = believable(shown);
  if (readBack.kind === 'failed') return outcomeUnknown(phones);
  return linkedOf(phones, readBack.value) === 'none'
    ? observed(phones)
    : { kind: 'unknown', groups: statuses(phones, readBack.value) };
};

/**
 * 404 with a body that is no known error: no such community, or no such route. A community that is there and still holds
 * every group makes it the route; where groups are out, what is seen outranks what was said.
 */
export const resolveMissing = (phones: Phones, shown: ReadBack): UnlinkOutcome => {
  const readBack = believable(shown);
  if (readBack.kind === 'failed') {
    return readBack.meaning.kind === 'missing' ? { kind: 'not-found' } : WRONG_ROUTE;
  }
  return linkedOf(phones, readBack.value) === 'all' ? WRONG_ROUTE : resolveRefused(phones, readBack);
};

const WRONG_ROUTE: UnlinkOutcome = { kind: 'failed', failure: { kind: 'protocol' } };

/** Z-API acknowledged, and proof was asked for. What cannot be read back stays an acknowledgement. */
export const resolveDone = (phones: Phones, shown: ReadBack): UnlinkOutcome => {
  const readBack = believable(shown);
  if (readBack.kind === 'failed') return acknowledged(phones);
  switch (linkedOf(phones, readBack.value)) {
    case 'none':
      return success(phones, GroupUnlinkStatus.UNLINKED, UnlinkConfirmation.VERIFIED);
    case 'some':
      return { kind: 'partial', groups: explained(phones, readBack.value) };
    case 'all':
      return { kind: 'unknown', groups: statuses(phones, readBack.value) };
  }
};

/** Every community holds its announcement group and another (doc): one that shows none proves nothing. */
const believable = (readBack: ReadBack): ReadBack =>
  readBack.kind === 'found' && readBack.value.groups.length === 0
    ? { kind: 'failed', meaning: { kind: 'unknown' } }
    : readBack;

export const acknowledged = (phones: Phones): UnlinkOutcome =>
  success(phones, GroupUnlinkStatus.UNLINKED, UnlinkConfirmation.ACKNOWLEDGED);

const observed = (phones: Phones): UnlinkOutcome =>
  success(phones, GroupUnlinkStatus.NOT_LINKED, UnlinkConfirmation.OBSERVED);

const success = (
  phones: Phones,
  status: GroupUnlinkStatus,
  confirmation: UnlinkConfirmation,
): UnlinkOutcome => ({ kind: 'success', confirmation, groups: allAre(phones, status) });

const linkedOf = (phones: Phones, community: CommunityMetadata): 'none' | 'some' | 'all' => {
  const linked = phonesOf(community);
  const still = phones.filter((phone) => linked.has(phone)).length;
  if (still === 0) return 'none';
  return still === phones.length ? 'all' : 'some';
};

const phonesOf = ({ groups }: CommunityMetadata): ReadonlySet<string> =>
  new Set(groups.map(({ phone }) => phone));

const statuses = (phones: Phones, community: CommunityMetadata): GroupStates => {
  const linked = phonesOf(community);
  return new Map(
    phones.map((phone) => [
      phone,
      {
        status: linked.has(phone) ? GroupUnlinkStatus.STILL_LINKED : GroupUnlinkStatus.NOT_LINKED,
        blocker: null,
      },
    ]),
  );
};

/** The same, with a blocker for each group that is still linked. */
const explained = (phones: Phones, community: CommunityMetadata): GroupStates => {
  const blockers = knownBlockers(phones, community);
  return new Map(
    [...statuses(phones, community)].map(([phone, state]) => [
      phone,
      state.status === GroupUnlinkStatus.STILL_LINKED
        ? { ...state, blocker: blockers.get(phone) ?? UnlinkBlocker.UNDETERMINED }
        : state,
    ]),
  );
};

/** A valid wish to take groups out of a community. */
export interface UnlinkRequest {
  readonly communityId: string;
  /** Each group once, in the caller's order. */
  readonly groupsPhones: readonly string[];
}
