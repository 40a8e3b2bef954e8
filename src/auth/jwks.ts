import {
  createLocalJWKSet,
  createRemoteJWKSet,
  customFetch,
  type FetchImplementation,
  type JWTVerifyGetKey,
} from 'jose';

/** The longest key set that is read, in bytes. */
const MAX_BYTES = 256 * 1024;

/** How long a key set is used before it is fetched again, so that a revoked key stops working, in milliseconds. */
const MAX_AGE_MS = 10 * 60_000;
/** The shortest time between two requests to the key server, once a key set was had, in milliseconds. */
const COOLDOWN_MS = 30_000;
const TIMEOUT_MS = 5_000;

/** No key set was fetched yet, so no token can be verified. */
export class KeysUnavailable extends Error {
  override readonly name = 'KeysUnavailable';
}

/**
 * The issuer's keys: jose's cached key set, which goes on working when it cannot be refreshed. jose by itself fails every
 * token then, and asks again for each. Throws KeysUnavailable while no key set was had.
 */
export const createKeySet = (url: string): JWTVerifyGetKey => {
  let askedAtMs = Number.NEGATIVE_INFINITY;
  const remote = createRemoteJWKSet(new URL(url), {
    cacheMaxAge: MAX_AGE_MS,
    cooldownDuration: COOLDOWN_MS,
    timeoutDuration: TIMEOUT_MS,
    [customFetch]: async (...request) => {
      // jose's cooldown runs from the last success alone.
      if (remote.jwks() !== undefined && Date.now() - askedAtMs < COOLDOWN_MS)
        throw new Error('cooling down');
      askedAtMs = Date.now();
      return fetchKeys(...request);
    },
  });
  return async (header, token) => {
    try {
      return await remote(header, token);
    } catch {
      const lastKeys = remote.jwks();
      if (lastKeys === undefined) throw new KeysUnavailable();
      // Where they were not the reason for the failure, this fails in the same way.
      return createLocalJWKSet(lastKeys)(header, token);
    }
  };
};

/** Throws for a response that is too long, and for a key set without keys, which would replace the one before. */
const fetchKeys: FetchImplementation = async (url, init) => {
  const response = await fetch(url, init);
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    if (bytes > MAX_BYTES) throw new Error('the response is too long');
    chunks.push(chunk);
  }
  const body = Buffer.concat(chunks);
  if (JSON.parse(body.toString()).keys.length === 0) throw new Error('the key set is empty');
  return new Response(body, { status: response.status });
};
