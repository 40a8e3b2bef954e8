import http from 'node:http';
import type { Simulator } from '../../../src/simulator/simulator.ts';

export interface WireCall {
  readonly method?: string;
  /** What follows `/instances/{id}/token/{token}`; `path` replaces the whole. */
  readonly endpoint?: string;
  readonly path?: string;
  /** Added to the right Client-Token and JSON Content-Type; undefined takes one away. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly body?: string | Buffer;
  readonly signal?: AbortSignal;
}

export interface WireAnswer {
  readonly status: number | undefined;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

const read = async (response: http.IncomingMessage): Promise<WireAnswer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of response as AsyncIterable<Buffer>) chunks.push(chunk);
  return {
    status: response.statusCode,
    headers: response.headers,
    body: Buffer.concat(chunks).toString('utf8'),
  };
};

/** One request on a connection of its own; follows no redirect, repeats nothing, rejects on a broken answer. */
export const call = (simulator: Simulator, options: WireCall): Promise<WireAnswer> => {
  const { instanceId, instanceToken, clientToken } = simulator.credentials;
  const { method = 'GET', endpoint = '/status', body, signal } = options;
  const path = options.path ?? `/instances/${instanceId}/token/${instanceToken}${endpoint}`;
  const wanted = { 'client-token': clientToken, 'content-type': 'application/json', ...options.headers };
  const headers = Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined));
  return new Promise((resolve, reject) => {
    http
      .request(`${simulator.url}${path}`, { method, headers, agent: false, ...(signal && { signal }) })
      .on('response', (response) => read(response).then(resolve, reject))
      .on('error', reject)
      .end(body);
  });
};

const post =
  (endpoint: string) =>
  (simulator: Simulator, communityId: string, groupsPhones: readonly string[], signal?: AbortSignal) =>
    call(simulator, {
      method: 'POST',
      endpoint,
      body: JSON.stringify({ communityId, groupsPhones }),
      ...(signal && { signal }),
    });

export const link = post('/communities/link');
export const unlink = post('/communities/unlink');

/** The ids of all groups in a community, as reading it back shows them. */
export const linkedGroups = async (simulator: Simulator, communityId: string): Promise<readonly string[]> => {
  const { body } = await call(simulator, { endpoint: `/communities-metadata/${communityId}` });
  const { subGroups } = JSON.parse(body) as { subGroups: readonly { phone: string }[] };
  return subGroups.map(({ phone }) => phone);
};
