import {
  createLocalJWKSet,
  createRemoteJWKSet,
  customFetch,
  errors,
  type FetchImplementation,
  type JWTVerifyGetKey,
} from 'jose';

/** No key set is longer than this. In bytes. */
const MAX_BYTES = 256 * 1024;

/** Fetches, and gives up on an answer that does not end. */
export const boundedFetch: FetchImplementation = async (url, init) => {
  const response = await fetch(url, init);
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    if (bytes > MAX_BYTES) throw new Error('the answer is too long');
    chunks.push(chunk);
  }
  return new Response(Buffer.concat(chunks), { status: response.status });
};

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
 * when their server fails, or gives no key. Throws KeysUnavailable when there are none to keep.
 */
export const createKeySet = (url: string, now: () => number = Date.now): JWTVerifyGetKey => {
  const remote = createRemoteJWKSet(new URL(url), {
    timeoutDuration: TIMEOUT_MS,
    [customFetch]: boundedFetch,
  });
  let local: JWTVerifyGetKey | undefined;
  let loadedAtMs = Number.NEGATIVE_INFINITY;
  let askedAtMs = Number.NEGATIVE_INFINITY;
  let reloading: Promise<void> | undefined;

  const load = async (): Promise<void> => {
    askedAtMs = now();
    try {
      await remote.reload();
      const keySet = remote.jwks();
      if (keySet === undefined || keySet.keys.length === 0) return;
      local = createLocalJWKSet(keySet);
      loadedAtMs = now();
    } catch {
      // The keys there are go on serving; whether that suffices is seen by whoever needs one.
    }
  };
  /** Whoever comes while the keys are asked for waits for the same answer. */
  const reload = (): Promise<void> => {
    reloading ??= load().finally(() => {
      reloading = undefined;
    });
    return reloading;
  };
  const mayAsk = () => reloading !== undefined || local === undefined || now() - askedAtMs >= PAUSE_MS;

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
