import type { ApolloServerPlugin, GraphQLResponse } from '@apollo/server';
import type { GraphQLError } from 'graphql';
import { ExpectedFailure } from '../community/expected-failure.ts';
import type { OperationContext } from '../community/operation-context.ts';
import { MAX_REPORTED_ERRORS } from './limits.ts';
import { responseTypeFor } from './response-type.ts';

/** Errors of a well-formed request that GraphQL over HTTP answers with 200 to a caller that knows only plain JSON. */
const REQUEST_ERRORS = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'BAD_USER_INPUT',
]);

/**
 * Settles media type and status as GraphQL over HTTP asks, gives every error the request id, and lets a request that
 * was refused have a few errors only.
 *
 * Settled before anything runs: left to itself, Apollo Server would run a mutation and only then refuse with
 * 406 to say what came of it. A caller that accepts neither type is answered in JSON.
 */
export const settleResponseForm: ApolloServerPlugin<OperationContext> = {
  async requestDidStart({ request, response }) {
    const { contentType, onlyJson } = responseTypeFor(request.http?.headers.get('accept'));
    response.http.headers.set('content-type', contentType);
    return {
      async willSendResponse({ response, errors, contextValue }) {
        if (onlyJson && isRefusedAsRequest(response, errors)) response.http.status = 200;
        finishErrors(response, contextValue.requestId);
      },
    };
  },
};

/** Nothing ran, and by a rule of GraphQL: what this service refuses by rules of its own keeps its status. */
const isRefusedAsRequest = ({ body }: GraphQLResponse, errors: readonly GraphQLError[] = []): boolean =>
  body.kind === 'single' &&
  body.singleResult.data === undefined &&
  errors.length > 0 &&
  errors.every(
    (error) => !(error instanceof ExpectedFailure) && REQUEST_ERRORS.has(String(error.extensions.code)),
  );

/** Of what ran, every error is told: each says why something is null. */
const finishErrors = ({ body }: GraphQLResponse, requestId: string): void => {
  if (body.kind !== 'single' || body.singleResult.errors === undefined) return;
  const { data, errors } = body.singleResult;
  const told = data === undefined ? errors.slice(0, MAX_REPORTED_ERRORS) : errors;
  body.singleResult.errors = told.map((error) => ({
    ...error,
    extensions: { ...error.extensions, requestId },
  }));
};
