import {
  CONDOMINIO,
  CORREDORES,
  ESCOLA,
  FEIRA,
  ordinaryGroups,
  type SimulatedCommunity,
} from '../simulator/communities.ts';
import type { Scenario } from '../simulator/scenario.ts';
import { communityOf, SCENARIOS } from '../simulator/scenarios.ts';

/** One operation that unlinks these groups, named for its outcome, under a comment that says what it shows. */
const unlink = (
  name: string,
  shows: string,
  { id }: Pick<SimulatedCommunity, 'id'>,
  groupsPhones: readonly string[],
): string => `# ${shows}
mutation ${name} {
  unlinkGroups(communityId: "${id}", groupsPhones: ${listOf(groupsPhones)}) { ...Outcome }
}`;

const listOf = (phones: readonly string[]): string =>
  `[${phones.map((phone) => JSON.stringify(phone)).join(', ')}]`;

const phonesOf = (community: SimulatedCommunity): readonly string[] =>
  ordinaryGroups(community).map(({ phone }) => phone);

const announcementOf = ({ subGroups }: SimulatedCommunity): readonly string[] =>
  subGroups.filter(({ isGroupAnnouncement }) => isGroupAnnouncement).map(({ phone }) => phone);

/** What tells the outcome of a scenario from others of the same member, where that is no code. */
const DETAILS: Readonly<Record<string, string>> = {
  UnlinkSuccess: 'OBSERVED',
  UnlinkRejectedError: 'UNDETERMINED',
};

/** What another run of a scenario comes to, where it is something else. */
const AGAIN: Readonly<Record<string, string>> = {
  'partly-left': ' Run again, the other group leaves too: UnlinkSuccess.',
};

const isSameOutcome = (one: Scenario, other: Scenario): boolean =>
  one.outcome.member === other.outcome.member && one.outcome.code === other.outcome.code;

/** `Member`, and after `_` what tells it from others of the same member: its code, confirmation or blocker. */
const nameOf = ({ outcome: { member, code } }: Scenario): string => {
  const isOneOfSeveral = SCENARIOS.some(({ outcome }) => outcome.member === member && outcome.code !== code);
  const detail = isOneOfSeveral ? code : DETAILS[member];
  return detail ? `${member}_${detail}` : member;
};

/** The first scenario of each outcome, with two of its three groups. */
const SCENARIO_UNLINKS = SCENARIOS.filter(
  (scenario, index) => SCENARIOS.findIndex((other) => isSameOutcome(scenario, other)) === index,
).map((scenario) => {
  const { name, does } = scenario;
  const shows = `Z-API ${does.charAt(0).toLowerCase()}${does.slice(1)}${AGAIN[name] ?? ''}`;
  const community = communityOf(scenario);
  return unlink(nameOf(scenario), shows, community, phonesOf(community).slice(0, 2));
});

/**
 * What the Sandbox opens with over the simulator: an operation for each outcome that it can give. Each has a community of
 * its own or changes nothing, so that the order in which they are run does not matter.
 *
 * The page passes it on in a URL, in which a blank counts three.
 */
export const SANDBOX_EXAMPLE = `# More mutations than a minute allows come to CommunityRateLimitedError instead.

${[
  unlink(
    'UnlinkSuccess_ACKNOWLEDGED',
    'Done. Run again, Z-API refuses, but the group is seen to be out: OBSERVED.',
    ESCOLA,
    phonesOf(ESCOLA).slice(0, 1),
  ),
  unlink(
    'UnlinkRejectedError_LAST_LINKED_GROUP',
    'A community keeps at least one ordinary group.',
    FEIRA,
    phonesOf(FEIRA),
  ),
  unlink(
    'UnlinkRejectedError_ANNOUNCEMENT_GROUP',
    'The announcement group belongs to the community itself.',
    CORREDORES,
    announcementOf(CORREDORES),
  ),
  ...SCENARIO_UNLINKS,
  unlink(
    'CommunityNotFoundError',
    'The connected number knows no such community.',
    { id: '120363000000000000' },
    ['120363000000000001-group'],
  ),
  unlink('CommunityInputError', 'Both arguments break their form: nothing is sent.', { id: 'one' }, ['two']),
  `# What an unlink would do: one group may leave, the other is blocked.
query UnlinkPreview {
  unlinkPreview(communityId: "${CORREDORES.id}", groupsPhones: ${listOf([...phonesOf(CORREDORES).slice(0, 1), ...announcementOf(CORREDORES)])}) {
    __typename
    ... on UnlinkPreview { allowed groups { phone name linked blocker } remainingGroups }
    ... on CommunityError { message code retry requestId }
  }
}`,
  `# The community of the first operation, as it is now.
query Community {
  community(id: "${ESCOLA.id}") { name description groups { phone name } announcementGroup { phone } }
}`,
  `# All communities, with the ids to try.
query Communities {
  communities(pageSize: 100) { items { id name } mayHaveMore }
}`,
  `fragment Outcome on UnlinkResult {
  __typename
  ... on UnlinkSuccess { confirmation groups { phone status } requestId }
  ... on UnlinkPartialSuccess { message groups { phone status blocker } requestId }
  ... on CommunityError { message code retry requestId }
  ... on CommunityInputError { issues { path rule message } }
  ... on UnlinkRejectedError { groups { phone status blocker } }
  ... on UnlinkOutcomeUnknownError { groups { phone status } }
  ... on CommunityRateLimitedError { retryAfterSeconds }
}`,
].join('\n\n')}
`;

/** What the Sandbox opens with over a real instance: only what changes nothing, and first what needs no ids. */
export const LIVE_SANDBOX_EXAMPLE = `# The communities of the connected number.
query Communities {
  communities { items { id name } mayHaveMore }
}

# What an unlink would do, once ids are filled in.
query UnlinkPreview {
  unlinkPreview(communityId: "", groupsPhones: []) {
    __typename
    ... on UnlinkPreview { allowed groups { phone name linked blocker } remainingGroups }
    ... on CommunityError { message code retry requestId }
    ... on CommunityInputError { issues { path rule message } }
  }
}
`;

/** What the `curl` of the development banner sends: a community that the Sandbox leaves alone, so that each works once. */
export const CURL_EXAMPLE = {
  query:
    'mutation UnlinkGroups($communityId: ID!, $groupsPhones: [String!]!) { unlinkGroups(communityId: $communityId, groupsPhones: $groupsPhones) { __typename ... on UnlinkSuccess { confirmation groups { phone status } requestId } ... on CommunityError { message code retry requestId } } }',
  variables: { communityId: CONDOMINIO.id, groupsPhones: phonesOf(CONDOMINIO).slice(0, 1) },
};
