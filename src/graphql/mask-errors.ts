import { unwrapResolverError } from '@apollo/server/errors';
import { type ASTNode, GraphQLError, type GraphQLFormattedError, isValueNode, Kind } from 'graphql';
import { AuthenticationError, AuthorizationError } from 'type-graphql';
import type { OperationContext } from '../api/context/operation-context.ts';
import { ExpectedError } from '../api/errors/expected-error.ts';
import type { ErrorCode } from '../utils/error-codes.ts';

type Messages = OperationContext['messages'];

/** The codes Apollo Server gives a request that never reached a resolver, and what callers are told instead of its text. */
const REQUEST_ERRORS = new Map<string, Exclude<keyof Messages['request'], 'limits'>>([
  ['GRAPHQL_PARSE_FAILED', 'syntax'],
  ['GRAPHQL_VALIDATION_FAILED', 'misfit'],
  ['BAD_USER_INPUT', 'variable'],
  ['OPERATION_RESOLUTION_FAILURE', 'operation'],
  ['BAD_REQUEST', 'malformed'],
  ['PERSISTED_QUERY_NOT_SUPPORTED', 'persistedQuery'],
]);

const INTERNAL = 'INTERNAL_SERVER_ERROR' satisfies ErrorCode;

/** True for errors that nobody foresaw: they are logged, and callers see none of them. */
export const isUnexpected = (error: unknown): boolean =>
  !(unwrapResolverError(error) instanceof ExpectedError) &&
  !isRefusedByAuthorized(error) &&
  requestErrorCode(error) === undefined;

/** The code that callers are told of what a resolver threw. */
export const codeOfThrown = (error: unknown): string => {
  const thrown = unwrapResolverError(error);
  if (thrown instanceof ExpectedError) return String(thrown.extensions.code);
  return isRefusedByAuthorized(error) ? 'FORBIDDEN' : (requestErrorCode(error) ?? INTERNAL);
};

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
  if (expected instanceof ExpectedError) {
    return { ...formatted, message: expected.message };
  }
  if (isRefusedByAuthorized(error)) {
    return { message: request.forbidden, ...place, extensions: { code: 'FORBIDDEN' } };
  }
  const code = requestErrorCode(error);
  if (code === undefined) return { message: request.internal, ...place, extensions: { code: INTERNAL } };
  return {
    message: requestErrorMessage(code, error, request),
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
  const { code } = error.extensions;
  return typeof code === 'string' && REQUEST_ERRORS.has(code) ? code : undefined;
};

/** type-graphql throws these where `@Authorized` asks for more than the caller may. */
const isRefusedByAuthorized = (error: unknown): boolean => {
  const thrown = unwrapResolverError(error);
  return thrown instanceof AuthorizationError || thrown instanceof AuthenticationError;
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

/** Never the library's own words: they tell of the schema, and quote what was sent. */
const requestErrorMessage = (code: string, error: unknown, messages: Messages['request']): string => {
  if (error instanceof GraphQLError) {
    if (code === 'GRAPHQL_VALIDATION_FAILED') return validationMessage(error, messages);
    if (code === 'GRAPHQL_PARSE_FAILED' && TOO_MANY_TOKENS.test(error.message)) return messages.limits.tokens;
  }
  return messages[REQUEST_ERRORS.get(code) ?? 'malformed'];
};

/** graphql-js says it in words alone. */
const TOO_MANY_TOKENS = /Document contains more that \d+ tokens/;

/** Says where the document does not fit in the document's own words, but for literals. */
const validationMessage = (
  { extensions, nodes = [] }: GraphQLError,
  messages: Messages['request'],
): string => {
  if (extensions.validationErrorCode === 'INTROSPECTION_DISABLED') return messages.introspection;
  if (nodes.some((node) => isValueNode(node) && node.kind !== Kind.VARIABLE)) return messages.literal;
  const name = nodes[0] && nameOf(nodes[0]);
  return name !== undefined && isTellable(name) ? `${messages.misfitAt} "${name}".` : messages.misfit;
};

/** A name is the caller's choice: it may be as long as the document, and be made of a phone. */
const isTellable = (name: string): boolean => name.length <= 60 && !/\d{8}/.test(name);

const nameOf = (node: ASTNode): string | undefined => {
  switch (node.kind) {
    case Kind.NAME:
      return node.value;
    case Kind.VARIABLE:
      return `$${node.name.value}`;
    case Kind.VARIABLE_DEFINITION:
      return nameOf(node.variable);
    case Kind.INLINE_FRAGMENT:
      return node.typeCondition?.name.value;
    default:
      return 'name' in node ? node.name?.value : undefined;
  }
};
