import { createHash, timingSafeEqual } from 'node:crypto';

/** What a gateway sends its secret in. */
export const ROUTER_HEADER = 'router-authorization';

/** Says whether a header holds one of the secrets, compared in constant time. */
export const routerSecretCheck = (secrets: readonly string[]): ((given: unknown) => boolean) => {
  const digests = secrets.map(digestOf);
  return (given) => {
    if (typeof given !== 'string') return false;
    const digest = digestOf(given);
    return digests.map((other) => timingSafeEqual(digest, other)).includes(true);
  };
};

const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest();
