import { unwrapResolverError } from '@apollo/server/errors';
import { GraphQLError, type GraphQLFormattedError, isValueNode } from 'graphql';
import { ExpectedFailure } from '../community/expected-failure.ts';
import type { Messages } from '../messages/messages.ts';

/** The codes Apollo Server gives a request that never reached a resolver, and what callers are told instead of its text. */
const REQUEST_ERRORS: Readonly<Record<string, keyof Messages['request']>> = {
  GRAPHQL_PARSE_FAILED: 'syntax',
  BAD_USER_INPUT: 'variable',
  OPERATION_RESOLUTION_FAILURE: 'operation',
  BAD_REQUEST: 'malformed',
  PERSISTED_QUERY_NOT_SUPPORTED: 'persistedQuery',
};

export const INTERNAL = 'INTERNAL_SERVER_ERROR';

/** True for errors that nobody foresaw: they are logged, and callers see none of them. */
export const isUnexpected = (error: unknown): boolean =>
  !(unwrapResolverError(error) instanceof ExpectedFailure) && requestErrorCode(error) === undefined;

/**
 * The one place where errors become what callers see. Expected failures pass; errors of the request keep their
 * code and place, never a value the caller sent; all else is masked.
 */
export const maskError = (
  formatted: GraphQLFormattedError,
  error: unknown,
  { request }: Messages,
): GraphQLFormattedError => {
  const place = {
    ...(formatted.locations && { locations: formatted.locations }),
    ...(formatted.path && { path: formatted.path }),
  };
  const expected = unwrapResolverError(error);
  if (expected instanceof ExpectedFailure) {
    return { ...formatted, message: expected.message };
  }
  const code = requestErrorCode(error);
  if (code === undefined) return { message: request.internal, ...place, extensions: { code: INTERNAL } };
  const key = REQUEST_ERRORS[code];
  const message = key ? request[key] : withoutValues(formatted.message, error, request.literal);
  return { message, ...place, extensions: { code } };
};

/** The code of an error of the request itself; undefined for what was thrown while it ran. */
const requestErrorCode = (error: unknown): string | undefined => {
  if (!(error instanceof GraphQLError)) return undefined;
  if (error.path !== undefined) return isArgumentError(error) ? 'BAD_USER_INPUT' : undefined;
  const { code } = error.extensions;
  return typeof code === 'string' && (code === 'GRAPHQL_VALIDATION_FAILED' || code in REQUEST_ERRORS)
    ? code
    : undefined;
};

/** graphql-js refuses some variables only where they are used: then the error has a path, and points at the argument. */
const isArgumentError = ({ originalError, nodes }: GraphQLError): boolean =>
  originalError === undefined && nodes !== undefined && nodes.some(isValueNode);

/** Rules of validation name types and fields; those about a literal also quote it. */
const withoutValues = (message: string, error: unknown, instead: string): string =>
  error instanceof GraphQLError && error.nodes?.some(isValueNode) ? instead : message;
