import { Agent, request } from 'undici';
import type { Fetch } from '../../../src/z-api/fetch.ts';

/** What the transport asks for with each request: here once for all. */
const MAX_ANSWER_BYTES = 64 * 1024;

/**
 * The datasource's client, over undici. For the bench only: it does not connect through the agent it is given, so a failure proves
 * nothing of what was sent, and goes on when its time is up.
 */
export const undiciFetch = (options: Agent.Options): Fetch => {
  const dispatcher = new Agent({ ...options, maxResponseSize: MAX_ANSWER_BYTES });
  return async (url, { method, headers, body = null }) => {
    const response = await request(url, { method, headers, body, dispatcher });
    return {
      status: response.statusCode,
      headers: { get: (name) => oneOf(response.headers[name.toLowerCase()]) },
      arrayBuffer: () => response.body.arrayBuffer(),
    };
  };
};

const oneOf = (header: string | string[] | undefined): string | null =>
  (Array.isArray(header) ? header.join(', ') : header) ?? null;
