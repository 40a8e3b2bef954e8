/** What one request may cost, whoever sends it. Times are in milliseconds. */
export const MAX_BODY_BYTES = 32 * 1024;
export const MAX_HEADER_BYTES = 16 * 1024;
export const HEADERS_TIMEOUT_MS = 5_000;
export const REQUEST_TIMEOUT_MS = 10_000;

/** How often connections are looked at for those two: a time-out takes effect this much later at most. */
export const TIMEOUT_CHECK_MS = 500;

/** The most requests of one connection that may wait for their answers. */
export const MAX_PIPELINED = 16;
