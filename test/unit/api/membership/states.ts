import type { GroupStates, UnlinkOutcome } from '../../../../src/api/membership/outcome.ts';
import {
  type GroupUnlinkStatus,
  type UnlinkBlocker,
  UnlinkConfirmation,
} from '../../../../src/api/membership/unlink.enums.ts';

/** The status of a group, and after a colon its blocker: `STILL_LINKED:UNDETERMINED`. */
type Written = `${GroupUnlinkStatus}` | `STILL_LINKED:${UnlinkBlocker}`;

export type WrittenStates = Readonly<Record<string, Written>>;

const statesOf = (written: WrittenStates): GroupStates =>
  new Map(
    Object.entries(written).map(([phone, text]) => {
      const [status, blocker] = text.split(':') as [GroupUnlinkStatus, UnlinkBlocker?];
      return [phone, { status, blocker: blocker ?? null }];
    }),
  );

export const success = (confirmation: `${UnlinkConfirmation}`, groups: WrittenStates): UnlinkOutcome => ({
  kind: 'success',
  confirmation: UnlinkConfirmation[confirmation],
  groups: statesOf(groups),
});

export const withGroups = (
  kind: 'partial' | 'rejected' | 'unknown',
  groups: WrittenStates,
): UnlinkOutcome => ({ kind, groups: statesOf(groups) });

export const NOT_FOUND: UnlinkOutcome = { kind: 'not-found' };
