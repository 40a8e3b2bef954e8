import type { Agent } from 'node:http';
import nodeFetch from 'node-fetch';

/** The part of an HTTP client that the transport needs. To swap node-fetch, write another value of this type. */
export type Fetch = (url: string, request: FetchRequest) => Promise<FetchResponse>;

export interface FetchRequest {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly redirect: 'manual';
  /** The most bytes of body, decoded, that are read. */
  readonly size: number;
  readonly agent: Agent;
  readonly signal: AbortSignal;
}

export interface FetchResponse {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  arrayBuffer(): Promise<ArrayBuffer>;
}

export const defaultFetch: Fetch = nodeFetch;
