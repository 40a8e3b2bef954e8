import type { IncomingMessage, ServerResponse } from 'node:http';

/** A complete answer; `content-length` is added when it is sent. */
export interface WholeAnswer {
  readonly kind: 'whole';
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** An answer, or one of the ways in which none arrives. */
export type Answer =
  | WholeAnswer
  /** The request was read; nothing is ever written. */
  | { readonly kind: 'hang' }
  /** The request was read; the connection is torn down with a TCP reset. */
  | { readonly kind: 'reset' }
  /** The head promises more bytes than follow; then the connection ends. */
  | { readonly kind: 'cut-short'; readonly answer: WholeAnswer; readonly missingBytes: number };

/** An answer without a body. */
export const bare = (status: number, headers: Readonly<Record<string, string>> = {}): WholeAnswer => ({
  kind: 'whole',
  status,
  headers,
  body: '',
});

/** An answer whose text is sent as it is. */
export const text = (status: number, contentType: string, body: string): WholeAnswer => ({
  kind: 'whole',
  status,
  headers: { 'content-type': contentType },
  body,
});

/** An answer carrying a JSON value. */
export const json = (status: number, value: unknown): WholeAnswer =>
  text(status, 'application/json', JSON.stringify(value));

/** Writes an answer, or does on the wire what stands in its place. */
export const sendAnswer = (response: ServerResponse, answer: Answer): void => {
  switch (answer.kind) {
    case 'whole':
      response
        .writeHead(answer.status, { ...answer.headers, 'content-length': Buffer.byteLength(answer.body) })
        .end(answer.body);
      return;
    case 'hang':
      return;
    case 'reset':
      response.socket?.resetAndDestroy();
      return;
    case 'cut-short': {
      const { status, headers, body } = answer.answer;
      const promised = Buffer.byteLength(body) + answer.missingBytes;
      // `connection: close` makes Node end the socket after the last byte instead of keeping it alive.
      response.writeHead(status, { ...headers, 'content-length': promised, connection: 'close' }).end(body);
      return;
    }
  }
};

/** Far above the largest sensible request: 50 group ids take about 2 KiB. */
export const MOST_BODY_BYTES = 64 * 1024;

/** A request that has arrived whole. */
export interface ReceivedRequest {
  readonly method: string;
  /** Still percent-encoded, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Media type in lower case, without parameters; empty when there is none. */
  readonly mediaType: string;
  /** Undefined when the header is missing or empty. */
  readonly clientToken: string | undefined;
  /** Null when it was larger than MOST_BODY_BYTES. */
  readonly body: string | null;
}

/** Reads to the end even past the limit, because many clients read no answer before they have written all. */
const readBody = async (message: IncomingMessage): Promise<string | null> => {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= MOST_BODY_BYTES) chunks.push(chunk);
  }
  return bytes <= MOST_BODY_BYTES ? Buffer.concat(chunks).toString('utf8') : null;
};

/** Waits for the whole request. Throws when the client leaves in the middle of it. */
export const receiveRequest = async (message: IncomingMessage): Promise<ReceivedRequest> => {
  const { method = '', url = '', headers } = message;
  const [path = '', query = ''] = url.split('?', 2);
  const clientToken = headers['client-token'];
  return {
    method,
    path,
    query: new URLSearchParams(query),
    mediaType: (headers['content-type'] ?? '').split(';', 1).join().trim().toLowerCase(),
    clientToken: typeof clientToken === 'string' && clientToken !== '' ? clientToken : undefined,
    body: await readBody(message),
  };
};

/** The endpoints of Z-API that are simulated (doc). */
export type Route =
  | { readonly name: 'status'; readonly method: 'GET' }
  | { readonly name: 'communities'; readonly method: 'GET' }
  | { readonly name: 'community-metadata'; readonly method: 'GET'; readonly communityId: string }
  | { readonly name: 'link'; readonly method: 'POST' }
  | { readonly name: 'unlink'; readonly method: 'POST' };

/** A path taken apart: whose instance, and which endpoint. */
export interface Address {
  readonly instanceId: string;
  readonly instanceToken: string;
  readonly route: Route;
}

const FIXED_ROUTES: Readonly<Record<string, Route>> = {
  status: { name: 'status', method: 'GET' },
  communities: { name: 'communities', method: 'GET' },
  'communities/link': { name: 'link', method: 'POST' },
  'communities/unlink': { name: 'unlink', method: 'POST' },
};

/** Decoded one by one, so that an escaped slash stays inside its segment; null when an escape is broken. */
const decodedSegments = (path: string): readonly string[] | null => {
  try {
    return path.split('/').map(decodeURIComponent);
  } catch {
    return null;
  }
};

const routeOf = (segments: readonly string[]): Route | undefined => {
  const [first, communityId] = segments;
  if (first === 'communities-metadata' && communityId && segments.length === 2) {
    return { name: 'community-metadata', method: 'GET', communityId };
  }
  const path = segments.join('/');
  return Object.hasOwn(FIXED_ROUTES, path) ? FIXED_ROUTES[path] : undefined;
};

/** Reads `/instances/{id}/token/{token}/<endpoint>` (doc); null for any other path. Never throws. */
export const addressOf = (path: string): Address | null => {
  const [root, instances, instanceId, token, instanceToken, ...rest] = decodedSegments(path) ?? [];
  if (root !== '' || instances !== 'instances' || token !== 'token') return null;
  if (instanceId === undefined || instanceToken === undefined) return null;
  const route = routeOf(rest);
  return route === undefined ? null : { instanceId, instanceToken, route };
};
