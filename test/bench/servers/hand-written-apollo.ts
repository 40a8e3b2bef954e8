/** What people write who need this mutation: Apollo Server by itself, SDL, a resolver that calls the global fetch. */
import { randomUUID } from 'node:crypto';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { UNLINK_HEADERS, UNLINK_URL, type UnlinkCall } from './unlink-call.ts';

const typeDefs = `
  enum Confirmation {
    ACKNOWLEDGED
  }

  enum GroupStatus {
    UNLINKED
  }

  type Group {
    phone: ID!
    status: GroupStatus!
  }

  type UnlinkSuccess {
    confirmation: Confirmation!
    groups: [Group!]!
    requestId: ID!
  }

  interface CommunityError {
    message: String!
    code: String!
    requestId: ID!
  }

  type CommunityUpstreamError implements CommunityError {
    message: String!
    code: String!
    requestId: ID!
  }

  union UnlinkResult = UnlinkSuccess | CommunityUpstreamError

  type Query {
    health: String!
  }

  type Mutation {
    unlinkGroups(communityId: ID!, groupsPhones: [String!]!): UnlinkResult!
  }
`;

const unlinkGroups = async (_: unknown, { communityId, groupsPhones }: UnlinkCall) => {
  const requestId = randomUUID();
  const response = await fetch(UNLINK_URL, {
    method: 'POST',
    headers: UNLINK_HEADERS,
    body: JSON.stringify({ communityId, groupsPhones }),
  });
  const { success } = (await response.json()) as { readonly success?: boolean };
  if (!success) {
    return {
      __typename: 'CommunityUpstreamError',
      message: 'It was not done.',
      code: 'UPSTREAM_UNAVAILABLE',
      requestId,
    };
  }
  const groups = groupsPhones.map((phone) => ({ phone, status: 'UNLINKED' }));
  return { __typename: 'UnlinkSuccess', confirmation: 'ACKNOWLEDGED', groups, requestId };
};

const resolvers = { Query: { health: () => 'ok' }, Mutation: { unlinkGroups } };

await startStandaloneServer(new ApolloServer({ typeDefs, resolvers }), {
  listen: { host: '127.0.0.1', port: Number(process.env.PORT) },
});
