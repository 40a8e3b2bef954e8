import type { ExchangeObserver } from '../z-api/exchange-report.ts';

/**
 * Told of what goes on, in closed words and numbers: nothing that a caller chose. None of it throws. Times are in milliseconds.
 */
export interface ServiceObserver {
  /** A root field came to one of its results, as `rootFieldResults` lists them. */
  readonly rootFieldEnded: (field: string, result: string, milliseconds: number) => void;
  /** GraphQL answered a request for which no root field ran. */
  readonly endedWithoutRootField: (how: WithoutRootField) => void;
  /** A caller was told of a failure, by a result that has a code or by an entry in `errors`. */
  readonly failureTold: (code: string) => void;
  readonly exchangeEnded: ExchangeObserver;
  /** An answer of this HTTP status was sent. */
  readonly answered: (status: number) => void;
}

/** It was refused, or asked of the schema alone. */
export const WITHOUT_ROOT_FIELD = ['refused', 'introspection'] as const;
export type WithoutRootField = (typeof WITHOUT_ROOT_FIELD)[number];

const ignore = () => {};

/** For a service that nobody watches. */
export const NO_OBSERVER: ServiceObserver = {
  rootFieldEnded: ignore,
  endedWithoutRootField: ignore,
  failureTold: ignore,
  exchangeEnded: ignore,
  answered: ignore,
};
