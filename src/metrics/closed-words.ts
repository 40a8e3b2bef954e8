import { FORBIDDEN } from '../community/authorization.ts';
import { CommunityErrorCode } from '../community/errors/community-error-code.enum.ts';
import { UNAUTHENTICATED } from '../front-door/admission.ts';
import { INTERNAL, REQUEST_ERROR_CODES } from '../masking/mask-error.ts';

/** Said in place of a value that is none of a label's words. */
export const OTHER = 'other';

/** The codes that answers of GraphQL tell. */
export const CODES: readonly string[] = [
  ...Object.values(CommunityErrorCode),
  FORBIDDEN,
  UNAUTHENTICATED,
  ...REQUEST_ERROR_CODES,
  INTERNAL,
  OTHER,
];

/** The statuses that the service answers with. */
export const STATUSES: readonly string[] = [
  ...[200, 204, 302, 400, 401, 403, 404, 405, 408, 413, 415, 417, 431, 500, 503].map(String),
  OTHER,
];
