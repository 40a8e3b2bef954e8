/** What one request may cost, whoever sends it. Times are in milliseconds. */
export const MAX_BODY_BYTES = 32 * 1024;
export const MAX_HEADER_BYTES = 16 * 1024;
export const HEADERS_TIMEOUT_MS = 5_000;
export const REQUEST_TIMEOUT_MS = 10_000;

/** How often connections are looked at for those two: a time-out takes effect this much later at most. */
export const TIMEOUT_CHECK_MS = 500;

export const MAX_TOKENS = 1_000;

/** Counted for each operation of a document, through its fragments. The first that is gone over is told. */
export const DOCUMENT_LIMITS = {
  cycles: 0,
  unlinks: 1,
  aliases: 30,
  directives: 10,
  depth: 8,
  fields: 100,
} as const;

/** How much text of documents Apollo Server may keep parsed, in characters: parsed, each takes some seventy bytes (measured). */
export const MAX_KEPT_DOCUMENTS = 256 * 1024;

/** The most requests of one connection that may wait for their answers. */
export const MAX_PIPELINED = 16;

/** The most entries in `errors` of a request that was refused. */
export const MAX_REPORTED_ERRORS = 5;
