/** Said when Z-API names no pause, or one that is not believable. Nothing is documented (guess). */
const DEFAULT_SECONDS = 60;
const MAX_SECONDS = 3600;

/** Whole seconds to wait, from a Retry-After header in seconds or as a date. */
export const retryAfterSeconds = (header: string | undefined, nowMs: number = Date.now()): number => {
  if (header === undefined) return DEFAULT_SECONDS;
  const seconds = /^\s*\d{1,9}\s*$/.test(header) ? Number(header) : (Date.parse(header) - nowMs) / 1000;
  if (!(seconds > 0)) return DEFAULT_SECONDS;
  return Math.min(Math.ceil(seconds), MAX_SECONDS);
};
