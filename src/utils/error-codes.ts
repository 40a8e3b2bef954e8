/** Every code that callers may get, in one place: as `code` of a result's error, or in `extensions.code` of an entry in `errors`. */

/** Codes of CommunityError, described in the schema. */
export const COMMUNITY_ERROR_CODES = [
  'INVALID_INPUT',
  'COMMUNITY_NOT_FOUND',
  'UNLINK_REJECTED',
  'OUTCOME_UNKNOWN',
  'INSTANCE_DISCONNECTED',
  'INSTANCE_SUBSCRIPTION_EXPIRED',
  'RATE_LIMITED',
  'UPSTREAM_UNAVAILABLE',
  'UPSTREAM_MISCONFIGURED',
  'UPSTREAM_PROTOCOL',
] as const;

/**
 * Codes of requests that were refused before anything was sent to Z-API, and what a client makes of each. The client
 * package has a copy of this table, written by `npm run schema`.
 */
export const REFUSAL_CODES = {
  UNAUTHENTICATED: 'refused',
  FORBIDDEN: 'refused',
  AUTHENTICATION_UNAVAILABLE: 'try-later',
  BAD_REQUEST: 'refused',
  NOT_FOUND: 'refused',
  METHOD_NOT_ALLOWED: 'refused',
  PAYLOAD_TOO_LARGE: 'refused',
  UNSUPPORTED_MEDIA_TYPE: 'refused',
  EXPECTATION_FAILED: 'refused',
  HEADERS_TOO_LARGE: 'refused',
  SHUTTING_DOWN: 'try-later',
  GRAPHQL_PARSE_FAILED: 'refused',
  GRAPHQL_VALIDATION_FAILED: 'refused',
  PERSISTED_QUERY_NOT_SUPPORTED: 'refused',
  BAD_USER_INPUT: 'refused',
  OPERATION_RESOLUTION_FAILURE: 'refused',
} as const;

/** Gateways give these codes too, of calls that they passed on: they prove nothing about what was sent. */
export const AMBIGUOUS_CODES = ['INTERNAL_SERVER_ERROR', 'REQUEST_TIMEOUT'] as const;

export type RefusalCode = keyof typeof REFUSAL_CODES;
export type ErrorCode =
  | (typeof COMMUNITY_ERROR_CODES)[number]
  | RefusalCode
  | (typeof AMBIGUOUS_CODES)[number];
