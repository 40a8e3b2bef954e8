import { createLocalJWKSet, createRemoteJWKSet, errors, type JWTVerifyGetKey } from 'jose';

/** How long a key set counts as fresh, so that a key taken back stops working, in milliseconds. */
const MAX_AGE_MS = 10 * 60_000;
/** The shortest time between two requests to the key server, but for the first key set. */
const PAUSE_MS = 30_000;
const TIMEOUT_MS = 5_000;

/** No key set was ever had, so nothing can be said of a token. */
export class KeysUnavailable extends Error {
  override readonly name = 'KeysUnavailable';
}

/**
 * The issuer's keys, cached. Asked for again when they are old, or when a token names a key that is not among them; kept
 * when their server fails. Throws KeysUnavailable when there are none to keep.
 */
export const createKeySet = (url: string, now: () => number = Date.now): JWTVerifyGetKey => {
  const remote = createRemoteJWKSet(new URL(url), { timeoutDuration: TIMEOUT_MS });
  let local: JWTVerifyGetKey | undefined;
  let loadedAtMs = Number.NEGATIVE_INFINITY;
  let askedAtMs = Number.NEGATIVE_INFINITY;

  /** Requests that come meanwhile share the answer. */
  const reload = async (): Promise<void> => {
    askedAtMs = now();
    try {
      await remote.reload();
      local = createLocalJWKSet(remote.jwks() ?? { keys: [] });
      loadedAtMs = now();
    } catch {
      // The keys there are go on serving; whether that suffices is seen by whoever needs one.
    }
  };
  const mayAsk = () => local === undefined || now() - askedAtMs >= PAUSE_MS;

  return async (header, token) => {
    if (now() - loadedAtMs >= MAX_AGE_MS && mayAsk()) await reload();
    if (local === undefined) throw new KeysUnavailable();
    try {
      return await local(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey) || !mayAsk()) throw error;
      await reload();
      return await local(header, token);
    }
  };
};
