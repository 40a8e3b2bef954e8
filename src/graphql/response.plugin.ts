import type { ApolloServerPlugin, GraphQLResponse } from '@apollo/server';
import type { GraphQLError, GraphQLFormattedError } from 'graphql';
import type { OperationContext } from '../api/context/operation-context.ts';
import { ExpectedFailure } from '../api/errors/expected-error.ts';
import type { RequestContext } from '../http/create-context.ts';
import { en, type Messages } from '../i18n/en.ts';
import { maskError } from './mask-errors.ts';

/** Errors of a well-formed request that GraphQL over HTTP answers with 200 to a caller that knows only plain JSON. */
const REQUEST_ERRORS = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'BAD_USER_INPUT',
]);

/**
 * Settles the status as GraphQL over HTTP asks, gives every error the request id, and lets a request that was refused
 * have a few errors only.
 */
export const settleResponseForm: ApolloServerPlugin<RequestContext> = {
  async requestDidStart() {
    return {
      async willSendResponse({ response, errors, contextValue }) {
        if (contextValue.responseType.onlyJson && isRefusedAsRequest(response, errors))
          response.http.status = 200;
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

/** In whose language each error is told, noted before Apollo Server formats it: then it does not say whose it is. */
const messagesOf = new WeakMap<object, Messages>();

export const noteLanguage: ApolloServerPlugin<OperationContext> = {
  async requestDidStart() {
    return {
      async didEncounterErrors({ errors, contextValue }) {
        for (const error of errors) messagesOf.set(error, contextValue.messages);
      },
    };
  },
};

/** In English where there is no request: no such error reaches a caller. */
export const formatError = (formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError =>
  maskError(formatted, error, messagesOf.get(error as object) ?? en);

/** The most entries in `errors` of a request that was refused. */
export const MAX_REPORTED_ERRORS = 5;
