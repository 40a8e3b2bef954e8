import 'reflect-metadata';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { printSchemaWithDirectives } from '@graphql-tools/utils';
import { type GraphQLSchema, parse } from 'graphql';
import { buildSchemaSync, createResolversMap } from 'type-graphql';
import { hasScopes } from '../api/access/authorization.ts';
import { validateArguments } from '../api/arguments/argument-rules.ts';
import { CommunityResolver, resolveCommunityReference } from '../api/community/community.resolver.ts';
import { UnlinkPreviewResolver } from '../api/unlink/preview.resolver.ts';
import { UnlinkGroupsResolver } from '../api/unlink/unlink.resolver.ts';

const FEDERATION = parse(
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])',
);

type SchemaModules = Extract<Parameters<typeof buildSubgraphSchema>[0], unknown[]>;
type Resolvers = Extract<SchemaModules[number], { resolvers?: unknown }>['resolvers'];

/** The resolver classes as a federated subgraph. Built once, at start. */
export const buildSchema = (): GraphQLSchema => {
  const schema = buildSchemaSync({
    resolvers: [CommunityResolver, UnlinkGroupsResolver, UnlinkPreviewResolver],
    authChecker: hasScopes,
    validateFn: validateArguments,
  });
  return buildSubgraphSchema([
    { typeDefs: FEDERATION, resolvers: { Community: { __resolveReference: resolveCommunityReference } } },
    // Printed and parsed again because type-graphql's own federation helpers drop every directive.
    {
      typeDefs: parse(printSchemaWithDirectives(schema)),
      resolvers: createResolversMap(schema) as NonNullable<Resolvers>,
    },
  ]);
};
