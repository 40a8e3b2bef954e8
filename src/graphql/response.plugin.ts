import type { ApolloServerPlugin, GraphQLResponse } from '@apollo/server';
import type { GraphQLError } from 'graphql';
import type { OperationContext } from '../api/context/operation-context.ts';
import { ExpectedError } from '../api/errors/expected-error.ts';
import { maskError } from './mask-errors.ts';

/** The maximum number of entries in `errors` of a refused request. */
export const MAX_REPORTED_ERRORS = 5;

/** Errors of well-formed requests that GraphQL over HTTP answers with 200 for clients that accept only `application/json`. */
const REQUEST_ERRORS = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'BAD_USER_INPUT',
]);

/** Sets the HTTP status by GraphQL over HTTP; masks and translates every error and adds the request id. */
export const finishResponse: ApolloServerPlugin<OperationContext> = {
  async requestDidStart() {
    return {
      async willSendResponse({ response, errors = [], contextValue }) {
        if (contextValue.acceptsOnlyJson && isRefusedByGraphQL(response, errors)) response.http.status = 200;
        finishErrors(response, errors, contextValue);
      },
    };
  },
};

/** Nothing was executed, and by a rule of GraphQL. Requests refused by rules of this service keep their status. */
const isRefusedByGraphQL = ({ body }: GraphQLResponse, errors: readonly GraphQLError[]): boolean =>
  body.kind === 'single' &&
  body.singleResult.data === undefined &&
  errors.length > 0 &&
  errors.every(
    (error) => !(error instanceof ExpectedError) && REQUEST_ERRORS.has(String(error.extensions.code)),
  );

/**
 * Here and not in Apollo Server's `formatError`, which does not know whose request it is. Every error of an executed
 * operation is reported, because each explains a null.
 */
const finishErrors = (
  { body }: GraphQLResponse,
  originals: readonly GraphQLError[],
  { messages, requestId }: OperationContext,
): void => {
  if (body.kind !== 'single' || body.singleResult.errors === undefined) return;
  const { data, errors } = body.singleResult;
  const reported = data === undefined ? errors.slice(0, MAX_REPORTED_ERRORS) : errors;
  body.singleResult.errors = reported.map((formatted, index) => {
    const masked = maskError(formatted, originals[index], messages);
    return { ...masked, extensions: { ...masked.extensions, requestId } };
  });
};
