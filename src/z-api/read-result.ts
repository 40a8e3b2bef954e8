import type { Meaning } from './meaning.ts';

/** What a read found, or what came instead. */
export type ReadResult<T> =
  | { readonly kind: 'found'; readonly value: T }
  | { readonly kind: 'failed'; readonly meaning: Meaning };
