import type { TlsOptions } from 'node:tls';
import type { Fault } from '../../support/fault-server.ts';

/** One way for the unlink POST to go wrong, and what must be made of it. */
export interface WireFault {
  readonly name: string;
  readonly place: Place;
  /** Played on the connection of the POST. */
  readonly fault: Fault;
  readonly comesTo: Outcome;
  /** How many POSTs the server reads whole. */
  readonly processed: 0 | 1;
  /** True when only a time-out ends it. */
  readonly waits: boolean;
}

/** Where Z-API is thought to be. */
export type Place =
  /** A server of plain HTTP. */
  | { readonly kind: 'http' }
  /** The same, taken for HTTPS. */
  | { readonly kind: 'no-tls' }
  /** A server of HTTPS. */
  | { readonly kind: 'tls'; readonly name: string; readonly options: TlsOptions; readonly trusted: boolean }
  /** An address where no fault server is. */
  | {
      readonly kind: 'nowhere';
      readonly url: 'unknown-name' | 'unused-port' | 'black-hole';
      readonly scheme: string;
    };

export type Outcome =
  | 'not-sent'
  | 'untrusted'
  | 'unknown'
  | 'done'
  | 'refused'
  | 'missing'
  | 'limited'
  | 'misconfigured'
  | 'protocol'
  | 'disconnected'
  | 'subscription-expired';

/** Outcomes after which the community is read back. */
export const READ_BACK: readonly Outcome[] = ['unknown', 'refused', 'missing'];

/** Outcomes of a complete answer that says that the groups were not unlinked. */
export const SAID_NO: readonly Outcome[] = [
  'missing',
  'limited',
  'misconfigured',
  'protocol',
  'disconnected',
  'subscription-expired',
];
