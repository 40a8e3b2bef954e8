import type { CertainFailure } from '../z-api/meaning.ts';
import { GroupUnlinkStatus } from './group-unlink-status.enum.ts';
import type { UnlinkBlocker } from './unlink-blocker.enum.ts';
import type { UnlinkConfirmation } from './unlink-confirmation.enum.ts';

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
