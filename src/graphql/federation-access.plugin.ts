import type { ApolloServerPlugin } from '@apollo/server';
import { filterSchema } from '@graphql-tools/utils';
import type { GraphQLSchema } from 'graphql';
import type { OperationContext } from '../api/context/operation-context.ts';
import { ExpectedError } from '../api/errors/expected-error.ts';
import { toExpectedError } from '../api/errors/from-z-api.ts';
import { NOBODY, READ } from '../auth/caller.ts';
import { rootFieldNames } from './document-limits.ts';

/** The root fields by which a federated gateway composes and joins. */
const FEDERATION_FIELDS: ReadonlySet<string> = new Set(['_service', '_entities']);

const FEDERATION_TYPES = /^_(?:Service|Entity|Any)$|^(?:link|federation)__/;

/** What a gateway without a caller may select. */
const FIELDS_WITHOUT_CALLER: ReadonlySet<string> = new Set(['_service', '__typename']);

/** The schema without federation's fields and types, for a service behind no gateway and without introspection. */
export const hideFederationFields = (schema: GraphQLSchema): GraphQLSchema =>
  filterSchema({
    schema,
    rootFieldFilter: (_, field) => !FEDERATION_FIELDS.has(field),
    typeFilter: (name) => !FEDERATION_TYPES.test(name),
  });

/**
 * Where gateways have a secret, `_service` requires the secret, and `_entities` the secret and a caller who may read.
 * A gateway without a caller may select nothing but `_service`.
 */
export const guardFederationFields = ({
  requiresRouterSecret,
}: {
  readonly requiresRouterSecret: boolean;
}): ApolloServerPlugin<OperationContext> => ({
  async requestDidStart() {
    return {
      async didResolveOperation({ document, operation, contextValue: context }) {
        const { caller, isFromGateway, messages, tenant } = context;
        const fields = operation === undefined ? [] : rootFieldNames(document, operation);
        const entities = fields.filter((field) => field === '_entities');
        if (caller === NOBODY && fields.some((field) => !FIELDS_WITHOUT_CALLER.has(field))) {
          throw new ExpectedError(messages.request.unauthenticated, 'UNAUTHENTICATED', withStatus(401));
        }
        const lacksSecret = requiresRouterSecret && !isFromGateway;
        if (
          (lacksSecret && fields.some((field) => FEDERATION_FIELDS.has(field))) ||
          (entities.length > 0 && !caller.scopes.has(READ))
        ) {
          throw new ExpectedError(messages.request.forbidden, 'FORBIDDEN', withStatus(403));
        }
        for (const _ of entities) {
          const retryAfterSeconds = await tenant.callerLimits.queries.spend(caller.id);
          if (retryAfterSeconds !== undefined) {
            // 200, because gateways pass on a subgraph's errors only then.
            throw toExpectedError({ kind: 'limited', retryAfterSeconds }, context, withStatus(200));
          }
        }
      },
    };
  },
});

const withStatus = (status: number) => ({ http: { status } });
