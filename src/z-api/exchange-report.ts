import type { Exchange } from './exchange.ts';

/** Told of every exchange that was made: an endpoint's name, never its URL, and what came of it. */
export type ExchangeObserver = (report: ExchangeReport) => void;

export interface ExchangeReport {
  readonly endpoint: Endpoint;
  /** Which attempt of one call it was, from 1. */
  readonly attempt: number;
  readonly kind: Exchange['kind'];
  readonly milliseconds: number;
  /** The HTTP status; undefined when none came. */
  readonly status: number | undefined;
  /** What broke, as a token such as `ECONNREFUSED`; undefined when a whole answer came. */
  readonly fault: string | undefined;
}

export const ENDPOINTS = ['communities/unlink', 'communities', 'communities-metadata', 'status'] as const;
export type Endpoint = (typeof ENDPOINTS)[number];
