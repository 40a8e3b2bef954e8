import { describe, expect, it } from '@jest/globals';
import { Community } from '../../../../src/api/community/community.types.ts';
import type { UnlinkOutcome } from '../../../../src/api/membership/outcome.ts';
import { toUnlinkResult } from '../../../../src/api/unlink/unlink-result.mapper.ts';
import { en } from '../../../../src/i18n/en.ts';
import type { CertainFailure } from '../../../../src/z-api/meaning.ts';
import { MEANINGS } from '../../meanings.ts';
import { operationContext, REQUEST_ID } from '../../operation-context.ts';
import { A, ANNOUNCEMENT, B, COMMUNITY_ID } from '../membership/communities.ts';
import { NOT_FOUND, success, withGroups } from '../membership/states.ts';

const { context } = operationContext();
const REQUEST = { communityId: COMMUNITY_ID, groupsPhones: [B, A] };

const error = (code: keyof typeof en.errors, retry: string) => ({
  message: en.errors[code],
  code,
  retry,
  requestId: REQUEST_ID,
});

const group = (phone: string, status: string, blocker: string | null = null) => ({ phone, status, blocker });

const ABOUT = { communityId: COMMUNITY_ID, community: new Community(COMMUNITY_ID) };

const REJECTED = 'UnlinkRejectedError';

const CASES: readonly (readonly [string, UnlinkOutcome, member: string, fields: object])[] = [
  [
    'an acknowledged success',
    success('ACKNOWLEDGED', { [A]: 'UNLINKED', [B]: 'UNLINKED' }),
    'UnlinkSuccess',
    {
      ...ABOUT,
      confirmation: 'ACKNOWLEDGED',
      groups: [group(B, 'UNLINKED'), group(A, 'UNLINKED')],
      requestId: REQUEST_ID,
    },
  ],
  [
    'a verified success',
    success('VERIFIED', { [A]: 'UNLINKED', [B]: 'UNLINKED' }),
    'UnlinkSuccess',
    {
      ...ABOUT,
      confirmation: 'VERIFIED',
      groups: [group(B, 'UNLINKED'), group(A, 'UNLINKED')],
      requestId: REQUEST_ID,
    },
  ],
  [
    'an observed success',
    success('OBSERVED', { [A]: 'NOT_LINKED', [B]: 'NOT_LINKED' }),
    'UnlinkSuccess',
    {
      ...ABOUT,
      confirmation: 'OBSERVED',
      groups: [group(B, 'NOT_LINKED'), group(A, 'NOT_LINKED')],
      requestId: REQUEST_ID,
    },
  ],
  [
    'a partial success',
    withGroups('partial', { [A]: 'NOT_LINKED', [B]: 'STILL_LINKED:LAST_LINKED_GROUP' }),
    'UnlinkPartialSuccess',
    {
      ...ABOUT,
      message: en.partialSuccess,
      groups: [group(B, 'STILL_LINKED', 'LAST_LINKED_GROUP'), group(A, 'NOT_LINKED')],
      requestId: REQUEST_ID,
    },
  ],
  [
    'a refusal without a reason',
    withGroups('rejected', { [A]: 'STILL_LINKED:UNDETERMINED', [B]: 'STILL_LINKED:UNDETERMINED' }),
    REJECTED,
    {
      ...ABOUT,
      ...error('UNLINK_REJECTED', 'NO'),
      groups: [group(B, 'STILL_LINKED', 'UNDETERMINED'), group(A, 'STILL_LINKED', 'UNDETERMINED')],
    },
  ],
  [
    'a refusal with a reason for every group',
    withGroups('rejected', { [A]: 'STILL_LINKED:LAST_LINKED_GROUP', [B]: 'STILL_LINKED:LAST_LINKED_GROUP' }),
    REJECTED,
    {
      ...ABOUT,
      ...error('UNLINK_REJECTED', 'FIX_INPUT'),
      message: en.rejected.blocked,
      groups: [group(B, 'STILL_LINKED', 'LAST_LINKED_GROUP'), group(A, 'STILL_LINKED', 'LAST_LINKED_GROUP')],
    },
  ],
  [
    'a refusal with a reason for one group',
    withGroups('rejected', { [A]: 'STILL_LINKED:UNDETERMINED', [B]: 'STILL_LINKED:ANNOUNCEMENT_GROUP' }),
    REJECTED,
    {
      ...ABOUT,
      ...error('UNLINK_REJECTED', 'FIX_INPUT'),
      message: en.rejected.blocked,
      groups: [group(B, 'STILL_LINKED', 'ANNOUNCEMENT_GROUP'), group(A, 'STILL_LINKED', 'UNDETERMINED')],
    },
  ],
  [
    'a refusal that could not be looked into',
    withGroups('rejected', { [A]: 'UNKNOWN', [B]: 'UNKNOWN' }),
    REJECTED,
    {
      ...ABOUT,
      ...error('UNLINK_REJECTED', 'CHECK_FIRST'),
      message: en.rejected.unread,
      groups: [group(B, 'UNKNOWN'), group(A, 'UNKNOWN')],
    },
  ],
  [
    'an unknown outcome, seen half done',
    withGroups('unknown', { [A]: 'NOT_LINKED', [B]: 'STILL_LINKED' }),
    'UnlinkOutcomeUnknownError',
    {
      ...error('OUTCOME_UNKNOWN', 'CHECK_FIRST'),
      communityId: COMMUNITY_ID,
      groups: [group(B, 'STILL_LINKED'), group(A, 'NOT_LINKED')],
    },
  ],
  [
    'an unknown outcome, not seen',
    withGroups('unknown', { [A]: 'UNKNOWN', [B]: 'UNKNOWN' }),
    'UnlinkOutcomeUnknownError',
    {
      ...error('OUTCOME_UNKNOWN', 'CHECK_FIRST'),
      communityId: COMMUNITY_ID,
      groups: [group(B, 'UNKNOWN'), group(A, 'UNKNOWN')],
    },
  ],
  [
    'a community that does not exist',
    NOT_FOUND,
    'CommunityNotFoundError',
    { ...error('COMMUNITY_NOT_FOUND', 'FIX_INPUT'), communityId: COMMUNITY_ID },
  ],
];

const FAILURES: readonly (readonly [CertainFailure, member: string, fields: object])[] = [
  [
    { kind: 'not-sent', cause: 'unreachable' },
    'CommunityUpstreamError',
    error('UPSTREAM_UNAVAILABLE', 'AFTER_DELAY'),
  ],
  [
    { kind: 'not-sent', cause: 'untrusted-certificate' },
    'CommunityUpstreamError',
    error('UPSTREAM_MISCONFIGURED', 'NO'),
  ],
  [
    { kind: 'limited', retryAfterSeconds: 7 },
    'CommunityRateLimitedError',
    { ...error('RATE_LIMITED', 'AFTER_DELAY'), retryAfterSeconds: 7 },
  ],
  ...MEANINGS.filter((meaning) => meaning.kind === 'misconfigured').map(
    (failure) => [failure, 'CommunityUpstreamError', error('UPSTREAM_MISCONFIGURED', 'NO')] as const,
  ),
  [{ kind: 'protocol' }, 'CommunityUpstreamError', error('UPSTREAM_PROTOCOL', 'NO')],
  [
    { kind: 'instance', cause: 'disconnected' },
    'WhatsAppInstanceError',
    error('INSTANCE_DISCONNECTED', 'NO'),
  ],
  [
    { kind: 'instance', cause: 'subscription-expired' },
    'WhatsAppInstanceError',
    error('INSTANCE_SUBSCRIPTION_EXPIRED', 'NO'),
  ],
];

describe('the result of an unlink', () => {
  it.each(CASES)('is said of %s', (_, outcome, member, fields) => {
    const result = toUnlinkResult(outcome, REQUEST, context);
    expect(result.constructor.name).toBe(member);
    expect({ ...result }).toEqual(fields);
  });

  it.each(FAILURES)('is said of the failure %j', (failure, member, fields) => {
    const result = toUnlinkResult({ kind: 'failed', failure }, REQUEST, context);
    expect(result.constructor.name).toBe(member);
    expect({ ...result }).toEqual(fields);
  });
});

describe('one outcome, told to several callers', () => {
  const outcome = withGroups('rejected', {
    [A]: 'STILL_LINKED:UNDETERMINED',
    [ANNOUNCEMENT]: 'STILL_LINKED:ANNOUNCEMENT_GROUP',
  });

  it.each([
    ['as they came', [A, ANNOUNCEMENT]],
    ['the other way round', [ANNOUNCEMENT, A]],
  ])("names the groups in each caller's order, %s", (_, groupsPhones) => {
    const result = toUnlinkResult(outcome, { ...REQUEST, groupsPhones }, context);
    expect(result).toMatchObject({ groups: groupsPhones.map((phone) => ({ phone })) });
  });

  it("bears each caller's request id and sentences", () => {
    const messages = { ...en, rejected: { ...en.rejected, blocked: 'Bloqueado.' } };
    const other = { ...context, requestId: 'request-2', messages };
    expect(toUnlinkResult(outcome, REQUEST, other)).toMatchObject({
      requestId: 'request-2',
      message: 'Bloqueado.',
    });
    expect(toUnlinkResult(outcome, REQUEST, context)).toMatchObject({
      requestId: REQUEST_ID,
      message: en.rejected.blocked,
    });
  });

  it('says unknown of a group that it does not hold', () => {
    const result = toUnlinkResult(outcome, { ...REQUEST, groupsPhones: [A, B] }, context);
    expect(result).toMatchObject({ groups: [group(A, 'STILL_LINKED', 'UNDETERMINED'), group(B, 'UNKNOWN')] });
  });
});
