/** The operation that is measured: the README's, as far as a hand-written server would have it. */
export const OPERATION = `mutation UnlinkGroups($communityId: ID!, $groupsPhones: [String!]!) {
  unlinkGroups(communityId: $communityId, groupsPhones: $groupsPhones) {
    __typename
    ... on UnlinkSuccess { confirmation groups { phone status } requestId }
    ... on CommunityError { message code requestId }
  }
}`;

/** What a contender is asked, and how its right answer begins. */
export interface Dialect {
  readonly path: string;
  readonly bodyOf: (variables: Variables) => string;
  readonly rightAnswer: string;
}

interface Variables {
  readonly communityId: string;
  readonly groupsPhones: readonly string[];
}

export const GRAPHQL: Dialect = {
  path: '/graphql',
  bodyOf: (variables) => JSON.stringify({ query: OPERATION, variables, operationName: 'UnlinkGroups' }),
  rightAnswer: '{"data":{"unlinkGroups":{"__typename":"UnlinkSuccess","confirmation":"ACKNOWLEDGED",',
};

export const PLAIN_JSON: Dialect = {
  path: '/',
  bodyOf: (variables) => JSON.stringify(variables),
  rightAnswer: '{"success":true}',
};

let community = 0;

/** The next call, of a community that was in none before: the service makes one call of identical ones. */
export const nextBody = ({ bodyOf }: Dialect, groups = 1): string => {
  community += 1;
  return bodyOf({
    communityId: `9837246538${String(community).padStart(10, '0')}`,
    groupsPhones: Array.from(
      { length: groups },
      (_, index) => `13453534543543${String(index).padStart(2, '0')}-group`,
    ),
  });
};
