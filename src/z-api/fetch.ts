import type { Agent } from 'node:http';
import nodeFetch from 'node-fetch';

/**
 * The part of an HTTP client that the transport needs. To swap node-fetch, write another value of this type; it must
 * connect once through `agent`, by which the transport knows what was sent, and ends what takes too long.
 */
export type Fetch = (url: string, request: FetchRequest) => Promise<FetchResponse>;

export interface FetchRequest {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly redirect: 'manual';
  /** Left to decode, node-fetch accepts a truncated gzip body. */
  readonly compress: false;
  /** The longest body that is read, in bytes. */
  readonly size: number;
  readonly agent: Agent;
}

export interface FetchResponse {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  arrayBuffer(): Promise<ArrayBuffer>;
}

export const defaultFetch: Fetch = nodeFetch;
