import type { ApolloServerPlugin } from '@apollo/server';
import { filterSchema } from '@graphql-tools/utils';
import {
  type DocumentNode,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { FORBIDDEN } from '../api/access/authorization.ts';
import { ExpectedFailure } from '../api/errors/expected-error.ts';
import { toExpectedFailure } from '../api/errors/from-z-api.ts';
import { NOBODY, READ } from '../auth/caller.ts';
import { UNAUTHENTICATED } from '../http/authentication.hook.ts';
import type { RequestContext } from '../http/create-context.ts';

/** The root fields that a federated gateway composes and joins by. */
export const GATEWAY_FIELDS: ReadonlySet<string> = new Set(['_service', '_entities']);

/**
 * Keeps the fields of gateways to gateways, where these have a secret: `_service` for the secret alone, `_entities` for
 * the secret and a caller who may read. A gateway without a caller may read `_service` and nothing else.
 */
export const guardGatewayFields = ({
  secretWanted,
}: {
  readonly secretWanted: boolean;
}): ApolloServerPlugin<RequestContext> => ({
  async requestDidStart() {
    return {
      async didResolveOperation({ document, operation, contextValue: context }) {
        const { caller, fromRouter, limits, messages } = context;
        const fields = rootFieldsOf(document, operation);
        const entities = fields.filter((field) => field === '_entities');
        if (caller === NOBODY && fields.some((field) => !FOR_NOBODY.has(field))) {
          throw refusal(401, UNAUTHENTICATED, messages.request.unauthenticated);
        }
        const lacksSecret = secretWanted && !fromRouter && fields.some((field) => GATEWAY_FIELDS.has(field));
        if (lacksSecret || (entities.length > 0 && !caller.scopes.has(READ))) {
          throw refusal(403, FORBIDDEN, messages.request.forbidden);
        }
        for (const _ of entities) {
          const retryAfterSeconds = await limits.queries.spend(caller.id);
          if (retryAfterSeconds !== undefined) {
            // 200, because gateways pass on what a subgraph says only then.
            throw toExpectedFailure({ kind: 'limited', retryAfterSeconds }, context, {
              http: { status: 200 },
            });
          }
        }
      },
    };
  },
});

const FOR_NOBODY: ReadonlySet<string> = new Set(['_service', '__typename']);

const refusal = (status: number, code: string, message: string): ExpectedFailure =>
  new ExpectedFailure(message, code, { http: { status } });

/** The names of an operation's root fields, each as often as it is asked for. */
const rootFieldsOf = (
  { definitions }: DocumentNode,
  operation: OperationDefinitionNode | undefined,
): readonly string[] => {
  const fieldsOf = ({ selections }: SelectionSetNode): readonly string[] =>
    selections.flatMap((selection) => {
      if (selection.kind === Kind.FIELD) return selection.name.value;
      if (selection.kind === Kind.INLINE_FRAGMENT) return fieldsOf(selection.selectionSet);
      const fragment = definitions.find(
        (definition) =>
          definition.kind === Kind.FRAGMENT_DEFINITION && definition.name.value === selection.name.value,
      );
      return fragment?.kind === Kind.FRAGMENT_DEFINITION ? fieldsOf(fragment.selectionSet) : [];
    });
  return operation ? fieldsOf(operation.selectionSet) : [];
};

const GATEWAY_TYPES = /^_(?:Service|Entity|Any)$|^(?:link|federation)__/;

/** The schema without the fields and types of gateways: where there is no gateway, and the schema is told to nobody. */
export const hideGatewayFields = (schema: GraphQLSchema): GraphQLSchema =>
  filterSchema({
    schema,
    rootFieldFilter: (_, field) => !GATEWAY_FIELDS.has(field),
    typeFilter: (name) => !GATEWAY_TYPES.test(name),
  });
