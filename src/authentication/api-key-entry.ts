/** What is known of an API key. The secret itself is nowhere but with the caller. */
export interface ApiKeyEntry {
  /** Names the caller: a second key of the same caller has the same id. */
  readonly id: string;
  /** Of the secret, in hexadecimal digits. */
  readonly sha256: string;
  readonly scopes: readonly string[];
  readonly tenant?: string;
  /** The moment from which the key is not accepted any more; a day begins at midnight, UTC. */
  readonly expires?: string;
}

/** Ids are sent before a dot, so they hold none. */
export const API_KEY_ID = /^[A-Za-z0-9_-]{1,64}$/;

/** The most keys of one caller that may be valid at once: the one in use, and the one that takes its place. */
export const MAX_LIVE_KEYS = 2;

/** Whether the key is accepted at a moment, in milliseconds since 1970. */
export const isLive = ({ expires }: ApiKeyEntry, nowMs: number): boolean =>
  expires === undefined || nowMs < Date.parse(expires);

/** The ids of which more keys are valid than a rotation needs. */
export const idsWithTooManyKeys = (entries: readonly ApiKeyEntry[], nowMs: number): readonly string[] => {
  const live = entries.filter((entry) => isLive(entry, nowMs)).map(({ id }) => id);
  return [...new Set(live)].filter((id) => live.filter((other) => other === id).length > MAX_LIVE_KEYS);
};
