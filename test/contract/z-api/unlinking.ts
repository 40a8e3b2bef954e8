import { expect } from '@jest/globals';
import { print } from 'graphql';
import { UnlinkGroupsDocument, type UnlinkGroupsMutation } from '../../../src/client/index.ts';
import type { TestAnswer, TestService } from '../../support/service.ts';

export const COMMUNITY_ID = '98372465382764532938';
export const GROUPS = ['1345353454354354-group', '5511999999999-1623281429'] as const;

export type Member = NonNullable<UnlinkGroupsMutation['unlinkGroups']>;

/** Sends the mutation; no assertion is made on what comes back. */
export const sendUnlink = (service: TestService, groupsPhones: readonly string[] = GROUPS) =>
  service.graphql(print(UnlinkGroupsDocument), { communityId: COMMUNITY_ID, groupsPhones });

/** The member in an answer that, like every answer to a mutation that was accepted, invites nobody to repeat it. */
export const memberIn = ({ status, headers, body }: TestAnswer): Member => {
  expect({ status, retryAfter: headers.get('retry-after'), errors: body.errors }).toEqual({
    status: 200,
    retryAfter: null,
    errors: undefined,
  });
  return body.data.unlinkGroups;
};

export const unlink = async (service: TestService, groupsPhones?: readonly string[]): Promise<Member> =>
  memberIn(await sendUnlink(service, groupsPhones));

const groups = (status: string, blocker: string | null = null) =>
  GROUPS.map((phone) => ({ phone, status, blocker }));

const errorMember = (__typename: string, code: string, retry: string) => ({
  __typename,
  code,
  retry,
  message: expect.stringMatching(/\w/),
  requestId: expect.stringMatching(/\w/),
});

/** The members of UnlinkResult, whole, as they are when the community cannot be read back. */
export const EXPECTED = {
  success: {
    __typename: 'UnlinkSuccess',
    communityId: COMMUNITY_ID,
    confirmation: 'ACKNOWLEDGED',
    groups: groups('UNLINKED'),
    requestId: expect.stringMatching(/\w/),
  },
  rejected: {
    ...errorMember('UnlinkRejectedError', 'UNLINK_REJECTED', 'CHECK_FIRST'),
    communityId: COMMUNITY_ID,
    groups: groups('UNKNOWN'),
  },
  unknown: {
    ...errorMember('UnlinkOutcomeUnknownError', 'OUTCOME_UNKNOWN', 'CHECK_FIRST'),
    communityId: COMMUNITY_ID,
    groups: groups('UNKNOWN'),
  },
  misconfigured: errorMember('CommunityUpstreamError', 'UPSTREAM_MISCONFIGURED', 'NO'),
  protocol: errorMember('CommunityUpstreamError', 'UPSTREAM_PROTOCOL', 'NO'),
  unavailable: errorMember('CommunityUpstreamError', 'UPSTREAM_UNAVAILABLE', 'AFTER_DELAY'),
  subscriptionExpired: errorMember('WhatsAppInstanceError', 'INSTANCE_SUBSCRIPTION_EXPIRED', 'NO'),
  disconnected: errorMember('WhatsAppInstanceError', 'INSTANCE_DISCONNECTED', 'NO'),
} as const;

export const limited = (retryAfterSeconds: number) => ({
  ...errorMember('CommunityRateLimitedError', 'RATE_LIMITED', 'AFTER_DELAY'),
  retryAfterSeconds,
});
