import { describe, expect, it } from '@jest/globals';
import { en } from '../../../src/messages/en.ts';
import { outcomeUnknown, toUnlinkResult } from '../../../src/unlink-groups/unlink-result.mapping.ts';
import type { Meaning } from '../../../src/z-api/meaning.ts';
import { MEANINGS } from '../meanings.ts';
import { operationContext, REQUEST_ID } from '../operation-context.ts';

const { context } = operationContext();
const REQUEST = {
  communityId: '98372465382764532938',
  groupsPhones: ['5511999999999-1623281429', '120363019502650977-group'],
};

const groups = (status: string) => REQUEST.groupsPhones.map((phone) => ({ phone, status, blocker: null }));
const error = (code: keyof typeof en.errors, retry: string) => ({
  message: en.errors[code],
  code,
  retry,
  requestId: REQUEST_ID,
});

const DONE = {
  communityId: REQUEST.communityId,
  groups: groups('UNLINKED'),
  confirmation: 'ACKNOWLEDGED',
  community: null,
  requestId: REQUEST_ID,
};
const REJECTED = {
  ...error('UNLINK_REJECTED', 'CHECK_FIRST'),
  communityId: REQUEST.communityId,
  groups: groups('UNKNOWN'),
  community: null,
};
const OUTCOME_UNKNOWN = {
  ...error('OUTCOME_UNKNOWN', 'CHECK_FIRST'),
  communityId: REQUEST.communityId,
  groups: groups('UNKNOWN'),
};
const MISCONFIGURED = error('UPSTREAM_MISCONFIGURED', 'NO');

const misconfigured = (cause: Extract<Meaning, { kind: 'misconfigured' }>['cause']): Meaning => ({
  kind: 'misconfigured',
  cause,
});

const CASES: readonly (readonly [Meaning, member: string, fields: object])[] = [
  [{ kind: 'done' }, 'UnlinkSuccess', DONE],
  [{ kind: 'refused' }, 'UnlinkRejectedError', REJECTED],
  [{ kind: 'unknown' }, 'UnlinkOutcomeUnknownError', OUTCOME_UNKNOWN],
  [{ kind: 'missing' }, 'CommunityUpstreamError', error('UPSTREAM_PROTOCOL', 'NO')],
  [
    { kind: 'not-sent', cause: 'unreachable' },
    'CommunityUpstreamError',
    error('UPSTREAM_UNAVAILABLE', 'AFTER_DELAY'),
  ],
  [{ kind: 'not-sent', cause: 'untrusted-certificate' }, 'CommunityUpstreamError', MISCONFIGURED],
  [
    { kind: 'limited', retryAfterSeconds: 7 },
    'CommunityRateLimitedError',
    { ...error('RATE_LIMITED', 'AFTER_DELAY'), retryAfterSeconds: 7 },
  ],
  [misconfigured('client-token-missing'), 'CommunityUpstreamError', MISCONFIGURED],
  [misconfigured('client-token-wrong'), 'CommunityUpstreamError', MISCONFIGURED],
  [misconfigured('address-not-allowed'), 'CommunityUpstreamError', MISCONFIGURED],
  [misconfigured('not-allowed'), 'CommunityUpstreamError', MISCONFIGURED],
  [misconfigured('instance-not-found'), 'CommunityUpstreamError', MISCONFIGURED],
  [misconfigured('unauthorized'), 'CommunityUpstreamError', MISCONFIGURED],
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
  it.each(CASES)('that means %j is %s', (meaning, member, fields) => {
    const result = toUnlinkResult(meaning, REQUEST, context);
    expect(result.constructor.name).toBe(member);
    expect({ ...result }).toEqual(fields);
  });

  it('is settled for every meaning that there is', () => {
    expect(CASES.map(([meaning]) => meaning)).toEqual(expect.arrayContaining([...MEANINGS]));
  });

  it('is a success for no meaning but done', () => {
    const successes = MEANINGS.filter(
      (meaning) => 'confirmation' in toUnlinkResult(meaning, REQUEST, context),
    );
    expect(successes).toEqual([{ kind: 'done' }]);
  });
});

it('knows an unknown outcome without any meaning', () => {
  expect({ ...outcomeUnknown(REQUEST, context) }).toEqual(OUTCOME_UNKNOWN);
});
