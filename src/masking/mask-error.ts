import { unwrapResolverError } from '@apollo/server/errors';
import { GraphQLError, type GraphQLFormattedError, isValueNode, Kind } from 'graphql';
import { ExpectedFailure } from '../community/expected-failure.ts';
import type { Messages } from '../messages/messages.ts';

/** The codes Apollo Server gives a request that never reached a resolver, and what callers are told instead of its text. */
const REQUEST_ERRORS = new Map<unknown, keyof Messages['request']>([
  ['GRAPHQL_PARSE_FAILED', 'syntax'],
  ['GRAPHQL_VALIDATION_FAILED', 'literal'],
  ['BAD_USER_INPUT', 'variable'],
  ['OPERATION_RESOLUTION_FAILURE', 'operation'],
  ['BAD_REQUEST', 'malformed'],
  ['PERSISTED_QUERY_NOT_SUPPORTED', 'persistedQuery'],
]);

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
  return {
    message: requestErrorMessage(code, formatted.message, error, request),
    ...place,
    extensions: { code },
  };
};

/** The code of an error of the request itself; undefined for what was thrown while it ran. */
const requestErrorCode = (error: unknown): string | undefined => {
  if (!(error instanceof GraphQLError)) return undefined;
  if (error.path !== undefined) {
    return isArgumentError(error) || isRepresentationError(error) ? 'BAD_USER_INPUT' : undefined;
  }
  if (isUnknownOperationKind(error)) return 'OPERATION_RESOLUTION_FAILURE';
  const { code } = error.extensions;
  return typeof code === 'string' && REQUEST_ERRORS.has(code) ? code : undefined;
};

const isOfGraphQL = ({ originalError }: GraphQLError): boolean =>
  originalError === undefined || originalError instanceof GraphQLError;

/** graphql-js refuses some variables only where they are used: it points at the argument. */
const isArgumentError = (error: GraphQLError): boolean =>
  isOfGraphQL(error) && error.nodes?.some(isValueNode) === true;

/** A representation of no entity: graphql-js says so of that one, @apollo/subgraph fails `_entities` as a whole. */
const isRepresentationError = (error: GraphQLError): boolean =>
  error.nodes?.some((node) => node.kind === Kind.FIELD && node.name.value === '_entities') === true &&
  (isOfGraphQL(error) || error.path?.length === 1);

/** graphql-js says so without a code when the schema has no root type for it: here, for subscriptions. */
const isUnknownOperationKind = ({ nodes = [], originalError }: GraphQLError): boolean =>
  originalError === undefined && nodes.some(({ kind }) => kind === Kind.OPERATION_DEFINITION);

/** Rules of validation name types, fields and variables: their texts pass, but for those that quote a literal. */
const requestErrorMessage = (
  code: string,
  text: string,
  error: unknown,
  messages: Messages['request'],
): string => {
  if (code === 'GRAPHQL_VALIDATION_FAILED' && error instanceof GraphQLError) {
    if (error.extensions.validationErrorCode === 'INTROSPECTION_DISABLED') return messages.introspection;
    if (!error.nodes?.some((node) => isValueNode(node) && node.kind !== Kind.VARIABLE)) return text;
  }
  return messages[REQUEST_ERRORS.get(code) ?? 'malformed'];
};
