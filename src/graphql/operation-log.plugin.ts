import type { ApolloServerPlugin, GraphQLRequestContextWillSendResponse } from '@apollo/server';
import type { OperationContext } from '../api/context/operation-context.ts';
import type { ServiceObserver } from '../utils/service-observer.ts';
import { isUnexpected } from './mask-errors.ts';

/** A name is the caller's choice, and may be as long as the request. */
const MAX_NAME = 100;

/** Logs one line per operation, and a line more for each error nobody foresaw. */
export const logOperations: ApolloServerPlugin<OperationContext> = {
  async unexpectedErrorProcessingRequest({ requestContext, error }) {
    requestContext.contextValue.log.error({ err: error }, 'unexpected error');
  },
  async requestDidStart() {
    const startedAt = performance.now();
    return {
      async didEncounterErrors({ errors, contextValue }) {
        for (const error of errors.filter(isUnexpected)) {
          contextValue.log.error({ err: error.originalError ?? error }, 'unexpected error');
        }
      },
      async willSendResponse(request) {
        request.contextValue.log.info(summaryOf(request, performance.now() - startedAt), 'operation');
      },
    };
  },
};

const summaryOf = (
  {
    operationName,
    operation,
    contextValue,
    response,
  }: GraphQLRequestContextWillSendResponse<OperationContext>,
  milliseconds: number,
) => {
  const errors = response.body.kind === 'single' ? response.body.singleResult.errors : undefined;
  return {
    operation: operationName?.slice(0, MAX_NAME),
    kind: operation?.operation,
    results: contextValue.outcomes,
    errors: errors?.map(({ extensions }) => extensions?.code),
    milliseconds: Math.round(milliseconds),
  };
};

/** Tells of what callers were told: failures by their codes, and of requests for which no root field ran. */
export const observeOperations = ({
  endedWithoutRootField,
  failureReported,
}: ServiceObserver): ApolloServerPlugin<OperationContext> => ({
  async requestDidStart() {
    return {
      async willSendResponse({ response: { body }, contextValue: { outcomes } }) {
        const errors = (body.kind === 'single' && body.singleResult.errors) || [];
        if (outcomes.length === 0) endedWithoutRootField(errors.length > 0 ? 'refused' : 'introspection');
        for (const { extensions } of errors) failureReported(String(extensions?.code));
        for (const { type, code } of outcomes) {
          // What a root field threw is among the errors.
          if (code !== undefined && type !== 'error') failureReported(code);
        }
      },
    };
  },
});
