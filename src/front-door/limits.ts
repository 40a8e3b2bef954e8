/** What one request may cost, whoever sends it. Times are in milliseconds. */
export const MAX_BODY_BYTES = 32 * 1024;
export const MAX_HEADER_BYTES = 16 * 1024;
export const HEADERS_TIMEOUT_MS = 5_000;
export const REQUEST_TIMEOUT_MS = 10_000;

/** How often connections are looked at for those two: a time-out takes effect this much later at most. */
export const TIMEOUT_CHECK_MS = 500;

export const MAX_TOKENS = 1_000;

/** Counted for each operation of a document, through its fragments. */
export const DOCUMENT_LIMITS = {
  depth: 8,
  fields: 100,
  aliases: 30,
  directives: 10,
  unlinks: 1,
} as const;

/** The most entries in `errors` of a request that was refused. */
export const MAX_REPORTED_ERRORS = 5;
