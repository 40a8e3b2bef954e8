import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import type { GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import type { OperationContext } from '../api/context/operation-context.ts';
import { NO_OBSERVER, type ServiceObserver } from '../utils/service-observer.ts';
import { MAX_TOKENS } from './document-limits.ts';
import { guardFederationFields } from './federation-access.plugin.ts';
import { knownOperationKinds } from './operation-kinds.rule.ts';
import { logOperations, observeOperations } from './operation-log.plugin.ts';
import { finishResponse } from './response.plugin.ts';
import { checkVariables } from './variables.plugin.ts';

export interface ApolloOptions {
  readonly introspection: boolean;
  /** Whether `_service` and `_entities` require a gateway's secret. */
  readonly requiresRouterSecret: boolean;
  readonly observer: ServiceObserver;
  readonly log: Logger;
}

/** Apollo Server without its HTTP side: `http/graphql-route.ts` passes operations to it as values. */
export const createApollo = (
  schema: GraphQLSchema,
  { introspection, requiresRouterSecret, observer, log }: ApolloOptions,
): ApolloServer<OperationContext> =>
  new ApolloServer<OperationContext>({
    schema,
    introspection,
    hideSchemaDetailsFromClientErrors: true,
    includeStacktraceInErrorResponses: false,
    persistedQueries: false,
    parseOptions: { maxTokens: MAX_TOKENS },
    validationRules: [knownOperationKinds],
    // Documents are parsed, validated and cached before they come here.
    documentStore: null,
    stopOnTerminationSignals: false,
    logger: log,
    plugins: [
      // Nothing is sent to Apollo, whatever the environment says.
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      // Responses are never cached; the HTTP layer says so.
      ApolloServerPluginCacheControlDisabled(),
      useParsedDocument,
      // Before those that read the response's errors.
      finishResponse,
      checkVariables,
      guardFederationFields({ requiresRouterSecret }),
      logOperations,
      ...(observer === NO_OBSERVER ? [] : [observeOperations(observer)]),
    ],
  });

/** Apollo Server neither parses nor validates an operation whose document is set by the time its source is known. */
const useParsedDocument: ApolloServerPlugin<OperationContext> = {
  async requestDidStart() {
    return {
      async didResolveSource(requestContext) {
        Object.assign(requestContext, { document: requestContext.contextValue.document });
      },
    };
  },
};
