import type { IncomingMessage } from 'node:http';

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
