import { composeServices as composeByApollo } from '@apollo/composition';
import { composeServices as composeByTheGuild } from '@theguild/federation-composition';
import { federateSubgraphs, ROUTER_COMPATIBILITY_VERSION_ONE } from '@wundergraph/composition';
import { parse, printSchema } from 'graphql';

export interface Subgraph {
  readonly name: string;
  readonly url: string;
  readonly sdl: string;
}

export type Composed =
  | {
      /** What clients of the gateway see. */
      readonly publicSdl: string;
      /** What the gateway runs on; undefined where the composer writes a form of its own. */
      readonly supergraphSdl: string | undefined;
    }
  | { readonly errors: readonly string[] };

export type Compose = (subgraphs: readonly Subgraph[]) => Composed;

const documents = (subgraphs: readonly Subgraph[]) =>
  subgraphs.map(({ name, url, sdl }) => ({ name, url, typeDefs: parse(sdl) }));

const messagesOf = (errors: readonly Error[]) => ({ errors: errors.map(({ message }) => message) });

/** `@apollo/composition`, which rover and `@apollo/gateway` use. */
export const apollo: Compose = (subgraphs) => {
  const { errors, schema, supergraphSdl } = composeByApollo(documents(subgraphs));
  if (errors) return messagesOf(errors);
  return { publicSdl: printSchema(schema.toAPISchema().toGraphQLJSSchema()), supergraphSdl };
};

/** `@theguild/federation-composition`, which Hive uses. */
export const theGuild: Compose = (subgraphs) => {
  const { errors, publicSdl = '', supergraphSdl } = composeByTheGuild(documents(subgraphs));
  return errors ? messagesOf(errors) : { publicSdl, supergraphSdl };
};

/** `@wundergraph/composition`, which Cosmo uses. Its router reads a JSON of its own. */
export const wunderGraph: Compose = (subgraphs) => {
  const result = federateSubgraphs({
    subgraphs: documents(subgraphs).map(({ typeDefs, ...rest }) => ({ ...rest, definitions: typeDefs })),
    version: ROUTER_COMPATIBILITY_VERSION_ONE,
  });
  if (!result.success) return messagesOf(result.errors);
  return { publicSdl: printSchema(result.federatedGraphClientSchema), supergraphSdl: undefined };
};
