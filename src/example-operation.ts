import type { SandboxExample } from './front-door/sandbox.ts';
import { CONDOMINIO, ESCOLA } from './simulator/communities.ts';
import { ordinaryGroups, type SimulatedCommunity } from './simulator/community.ts';

const DOCUMENT = `mutation UnlinkGroups($communityId: ID!, $groupsPhones: [String!]!) {
  unlinkGroups(communityId: $communityId, groupsPhones: $groupsPhones) {
    __typename
    ... on UnlinkSuccess {
      communityId
      confirmation
      groups { phone status }
      requestId
    }
    ... on UnlinkPartialSuccess {
      communityId
      message
      groups { phone status blocker }
      requestId
    }
    ... on CommunityError {
      message
      code
      retry
      requestId
    }
    ... on CommunityInputError {
      issues { path rule message }
    }
    ... on UnlinkRejectedError {
      groups { phone status blocker }
    }
    ... on UnlinkOutcomeUnknownError {
      groups { phone status }
    }
    ... on CommunityRateLimitedError {
      retryAfterSeconds
    }
  }
}
`;

/** Unlinks the first ordinary group of a simulated community. */
const exampleFor = (community: SimulatedCommunity): SandboxExample => ({
  document: DOCUMENT,
  variables: {
    communityId: community.id,
    groupsPhones: ordinaryGroups(community)
      .slice(0, 1)
      .map(({ phone }) => phone),
  },
});

/** What the Sandbox opens with. */
export const SANDBOX_EXAMPLE = exampleFor(ESCOLA);

/** What the `curl` of the development banner sends: another community, so that each works once for itself. */
export const CURL_EXAMPLE = {
  query:
    'mutation UnlinkGroups($communityId: ID!, $groupsPhones: [String!]!) { unlinkGroups(communityId: $communityId, groupsPhones: $groupsPhones) { __typename ... on UnlinkSuccess { confirmation groups { phone status } requestId } ... on CommunityError { message code retry requestId } } }',
  variables: exampleFor(CONDOMINIO).variables,
};
