import http from 'node:http';
import { textOf } from './bare-server.ts';
import { UNLINK_HEADERS, UNLINK_URL, type UnlinkCall } from './unlink-call.ts';

/** Forwards with `http.request`; `agent` as there: undefined for Node's own, which keeps connections. */
export const forwardByHttp =
  (agent?: http.Agent) =>
  (call: UnlinkCall): Promise<string> =>
    new Promise((resolve, reject) => {
      http
        .request(UNLINK_URL, { method: 'POST', headers: UNLINK_HEADERS, agent })
        .on('response', (response) => textOf(response).then(resolve, reject))
        .on('error', reject)
        .end(JSON.stringify(call));
    });
