import type { NotSentCause } from './exchange.ts';

/** What an exchange with Z-API means, in the words of the domain. */
export type Meaning =
  /** Z-API said it did what was asked. For a group this is an acknowledgement, not proof. */
  | { readonly kind: 'done' }
  /** Z-API said no, without a reason that is known. Some of it may have been done all the same. */
  | { readonly kind: 'refused' }
  /** It may have been done: no trustworthy answer. */
  | { readonly kind: 'unknown' }
  /** 404 with a body that is no known error: no such community, or no such route. */
  | { readonly kind: 'missing' }
  /** Nothing was sent. */
  | { readonly kind: 'not-sent'; readonly cause: NotSentCause }
  /** Z-API's rate limit (guess: nothing is documented). */
  | { readonly kind: 'limited'; readonly retryAfterSeconds: number }
  /** Z-API refused this service's credentials or address. */
  | { readonly kind: 'misconfigured'; readonly cause: MisconfigurationCause }
  /** Z-API refused the form of the request. */
  | { readonly kind: 'protocol' }
  /** The instance itself cannot act. */
  | { readonly kind: 'instance'; readonly cause: InstanceCause };

export type MisconfigurationCause =
  | 'client-token-missing'
  | 'client-token-wrong'
  | 'address-not-allowed'
  | 'not-allowed'
  | 'instance-not-found'
  | 'unauthorized';

export type InstanceCause = 'disconnected' | 'subscription-expired';

/** Meanings that say for certain that nothing was done, and why. */
export type CertainFailure = Extract<
  Meaning,
  { kind: 'not-sent' | 'limited' | 'misconfigured' | 'protocol' | 'instance' }
>;

/** True when the circuit was broken: nothing was even tried. */
export const wasNotTried = (meaning: Meaning): boolean =>
  meaning.kind === 'not-sent' && meaning.cause === 'circuit-open';

/** What a read found, or what came instead. */
export type ReadResult<T> =
  | { readonly kind: 'found'; readonly value: T }
  | { readonly kind: 'failed'; readonly meaning: Meaning };
