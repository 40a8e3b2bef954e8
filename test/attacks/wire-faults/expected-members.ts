import { EXPECTED, GROUPS, limited } from '../../contract/z-api/unlinking.ts';
import type { Outcome } from './wire-fault.ts';

/** What read-backs meet: the fault of the POST again, or a healthy answer that shows so many groups linked. */
export const READS = ['the same', 'both linked', 'one linked', 'none linked'] as const;
export type Reads = (typeof READS)[number];

export const linkedAs = (reads: Exclude<Reads, 'the same'>): readonly string[] =>
  GROUPS.slice({ 'both linked': 0, 'one linked': 1, 'none linked': 2 }[reads]);

/** What each group is seen to be. */
const statuses = (reads: Exclude<Reads, 'the same'>, blocker: string | null) =>
  GROUPS.map((phone) =>
    linkedAs(reads).includes(phone)
      ? { phone, status: 'STILL_LINKED', blocker }
      : { phone, status: 'NOT_LINKED', blocker: null },
  );

const observed = {
  ...EXPECTED.success,
  confirmation: 'OBSERVED',
  groups: statuses('none linked', null),
};
const notFound = {
  ...EXPECTED.unknown,
  __typename: 'CommunityNotFoundError',
  code: 'COMMUNITY_NOT_FOUND',
  retry: 'FIX_INPUT',
  groups: undefined,
};
const { code: _code, retry: _retry, ...partialBase } = EXPECTED.unknown;

/** The whole member that an outcome of the POST must come to, given what is read back. */
export const expectedMember = (outcome: Outcome, reads: Reads): unknown => {
  switch (outcome) {
    case 'not-sent':
      return EXPECTED.unavailable;
    case 'untrusted':
    case 'misconfigured':
      return EXPECTED.misconfigured;
    case 'done':
      return EXPECTED.success;
    case 'limited':
      return limited(60);
    case 'protocol':
      return EXPECTED.protocol;
    case 'disconnected':
      return EXPECTED.disconnected;
    case 'subscription-expired':
      return EXPECTED.subscriptionExpired;
    case 'missing':
      if (reads === 'the same') return notFound;
      return reads === 'both linked' ? EXPECTED.protocol : expectedMember('refused', reads);
    case 'refused':
      if (reads === 'the same') return EXPECTED.rejected;
      if (reads === 'none linked') return observed;
      return reads === 'both linked'
        ? { ...EXPECTED.rejected, retry: 'NO', groups: statuses(reads, 'UNDETERMINED') }
        : { ...partialBase, __typename: 'UnlinkPartialSuccess', groups: statuses(reads, 'UNDETERMINED') };
    case 'unknown':
      if (reads === 'the same') return EXPECTED.unknown;
      return reads === 'none linked' ? observed : { ...EXPECTED.unknown, groups: statuses(reads, null) };
  }
};
