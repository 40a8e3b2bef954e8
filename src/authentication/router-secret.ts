import { createHash, timingSafeEqual } from 'node:crypto';

/** What a gateway sends its secret in. */
export const ROUTER_HEADER = 'router-authorization';

/** Whether a header holds one of the secrets, compared in constant time. */
export const isRouterSecret = (given: unknown, secrets: readonly string[]): boolean =>
  typeof given === 'string' &&
  secrets.map((secret) => timingSafeEqual(digest(given), digest(secret))).includes(true);

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
