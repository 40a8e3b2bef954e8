import { SCENARIOS } from '../simulator/scenarios.ts';

/** The request of the banner's `curl` example. No Sandbox operation changes its community, so both succeed once. */
export const CURL_EXAMPLE = {
  query:
    'mutation UnlinkGroups($communityId: ID!, $groupsPhones: [String!]!) { unlinkGroups(communityId: $communityId, groupsPhones: $groupsPhones) { __typename ... on UnlinkSuccess { confirmation groups { phone status } requestId } ... on CommunityError { message code retry requestId } } }',
  variables: { communityId: '98372465382764532938', groupsPhones: ['1345353454354354-group'] },
};

/** What a developer sees when the service starts with the simulator. */
export const devBanner = (
  serviceUrl: string,
  simulatorUrl: string,
  { open }: { readonly open: boolean },
): string => `
  GraphQL API   ${serviceUrl}/graphql   open it in a browser for Apollo Sandbox
  Z-API         simulator on, at ${simulatorUrl}; nothing reaches WhatsApp, and a restart brings every group back

  Try it${open ? '' : ", with a credential added: -H 'x-api-key: ...' or -H 'authorization: Bearer ...'"}:

    curl -sS ${serviceUrl}/graphql -H 'content-type: application/json' --data '${JSON.stringify(CURL_EXAMPLE)}'

  Unlink from one of these communities to see an awkward answer (the groups of ...901 are
  120363000000901001-group to ...003-group, and so on; the query community(id) lists them):

${SCENARIOS.map(({ communityId, name, outcome }) => `    ${communityId}  ${outcomeOf(outcome).padEnd(58)} ${name}`).join('\n')}

`;

const outcomeOf = ({ member, code }: { readonly member: string; readonly code: string | null }): string =>
  code === null ? member : `${member} ${code}`;
