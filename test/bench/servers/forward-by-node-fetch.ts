import type http from 'node:http';
import fetch from 'node-fetch';
import { UNLINK_HEADERS, UNLINK_URL, type UnlinkCall } from './unlink-call.ts';

/** Forwards with node-fetch; without an agent it takes Node's own, which keeps connections (observed, 3.3.2). */
export const forwardByNodeFetch =
  (agent?: http.Agent) =>
  async (call: UnlinkCall): Promise<string> => {
    const body = JSON.stringify(call);
    const response = await fetch(UNLINK_URL, {
      method: 'POST',
      headers: UNLINK_HEADERS,
      body,
      ...(agent && { agent }),
    });
    return response.text();
  };
