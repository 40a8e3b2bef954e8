/** Told of every exchange that was made: an endpoint's name, never its URL, and what came of it. */
export type ExchangeObserver = (report: ExchangeReport) => void;

export interface ExchangeReport {
  readonly endpoint: Endpoint;
  /** Which attempt of one call it was, from 1. */
  readonly attempt: number;
  readonly kind: 'not-sent' | 'no-answer' | 'answered';
  readonly milliseconds: number;
  /** The HTTP status; undefined when none came. */
  readonly status: number | undefined;
  /** What broke, as a token such as `ECONNREFUSED`; undefined when a whole answer came. */
  readonly fault: string | undefined;
}

export const ENDPOINTS = ['communities/unlink', 'communities', 'communities-metadata', 'status'] as const;
export type Endpoint = (typeof ENDPOINTS)[number];

/**
 * Told of what goes on, in closed words and numbers: nothing that a caller chose. None of it throws. Times are in milliseconds.
 */
export interface ServiceObserver {
  /** A root field came to one of its results, as `rootFieldResults` lists them. */
  readonly rootFieldEnded: (field: string, result: string, milliseconds: number) => void;
  /** GraphQL answered a request for which no root field ran. */
  readonly endedWithoutRootField: (how: WithoutRootField) => void;
  /** A caller was told of a failure, by a result that has a code or by an entry in `errors`. */
  readonly failureReported: (code: string) => void;
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
  failureReported: ignore,
  exchangeEnded: ignore,
  answered: ignore,
};
