import { buildSubgraphSchema } from '@apollo/subgraph';
import { type GraphQLSchema, parse } from 'graphql';

/** Another team's subgraph: it extends Community, and names its own errors as it likes. */
export const NEIGHBOUR_TYPE_DEFS = parse(`
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])

  type Query {
    favourite: Community
    favourites: [Community!]!
    notice(id: ID!): NoticeResult
  }

  type Mutation {
    hangUp: Boolean
  }

  type Community @key(fields: "id") {
    id: ID!
    residents: Int
    motto: String!
  }

  interface Error {
    message: String!
  }

  type InvalidInput implements Error {
    message: String!
    field: String!
  }

  type Notice {
    text: String!
  }

  union NoticeResult = Notice | InvalidInput
`);

export interface NeighbourContext {
  /** Tears the caller's connection down with a TCP reset. */
  hangUp(): void;
}

export interface Neighbour {
  readonly schema: GraphQLSchema;
  /** Ids of the communities it was asked to resolve, in order. */
  readonly resolved: readonly string[];
}

/** Its favourites are the communities of the given ids. */
export const startNeighbour = (favourites: readonly string[]): Neighbour => {
  const resolved: string[] = [];
  const reference = (id: string | undefined) => ({
    __typename: 'Community',
    id,
    residents: 7,
    motto: `motto of ${id}`,
  });
  const schema = buildSubgraphSchema({
    typeDefs: NEIGHBOUR_TYPE_DEFS,
    resolvers: {
      Query: {
        favourite: () => reference(favourites[0]),
        favourites: () => favourites.map(reference),
        notice: () => ({ __typename: 'InvalidInput', message: 'No such notice.', field: 'id' }),
      },
      Mutation: {
        hangUp: (_: unknown, __: unknown, context) => (context as NeighbourContext).hangUp(),
      },
      Community: {
        __resolveReference: ({ id }: { readonly id: string }) => {
          resolved.push(id);
          return reference(id);
        },
      },
    },
  });
  return { schema, resolved };
};
