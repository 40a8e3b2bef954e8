import { type Clock, systemClock } from '../utils/clock.ts';
import { type SingleUseConnection, singleUseConnections } from './connections.ts';
import type { Exchange, NotSentCause, Transport, UpstreamRequest } from './exchange.ts';
import { defaultFetch, type Fetch, type FetchRequest, type FetchResponse } from './fetch.ts';

/** How one Z-API instance is addressed. All but `baseUrl` are secrets. */
export interface ZApiAccess {
  readonly baseUrl: string;
  readonly instanceId: string;
  readonly instanceToken: string;
  /** Sent when configured; Z-API enforces it only once activated in its panel (doc). */
  readonly clientToken?: string | undefined;
}

/** Z-API's responses are small; a longer body is not read. In bytes. */
export const MAX_ANSWER_BYTES = 64 * 1024;

/**
 * The bytes to and from Z-API. The URL, which holds two secrets, is built here and never leaves this file;
 * neither does any error of the HTTP client, whose text carries the URL.
 */
export const createTransport = (
  access: ZApiAccess,
  fetch: Fetch = defaultFetch,
  clock: Clock = systemClock,
): Transport => {
  const openConnection = singleUseConnections(access.baseUrl);
  const instanceUrl = [
    access.baseUrl.replace(/\/+$/, ''),
    ...['instances', access.instanceId, 'token', access.instanceToken].map(encodeURIComponent),
  ].join('/');

  return async (request, timeoutMs) => {
    if (timeoutMs <= 0) return notSent('unreachable', 'DEADLINE_PASSED');
    const connection = openConnection();
    // A client may say nothing of a connection that was cut (node-fetch after a 101), so nothing is waited for without it.
    const ended = new AbortController();
    const timeUp = clock.sleep(timeoutMs, ended.signal).then((): never => {
      connection.cut();
      throw new TimeUp();
    });
    const inTime = <T>(promise: Promise<T>) => Promise.race([promise, timeUp]);
    try {
      const response = await inTime(
        fetch(`${instanceUrl}/${resource(request)}`, {
          ...payload(request, access.clientToken),
          redirect: 'manual',
          compress: false,
          size: MAX_ANSWER_BYTES,
          agent: connection.agent,
        }),
      );
      return await readAnswer(request, response, connection, inTime);
    } catch (error) {
      const fault = tokenOf(error);
      if (connection.established()) return { kind: 'no-answer', fault };
      return notSent(connection.untrusted() ? 'untrusted-certificate' : 'unreachable', fault);
    } finally {
      ended.abort();
    }
  };
};

const resource = ({ path, query = {} }: UpstreamRequest): string => {
  const search = Object.entries(query).map(([name, value]) => `${name}=${value}`);
  return path.map(encodeURIComponent).join('/') + (search.length > 0 ? `?${search.join('&')}` : '');
};

const notSent = (cause: NotSentCause, fault: string): Exchange => ({ kind: 'not-sent', cause, fault });

const payload = (
  request: UpstreamRequest,
  clientToken: string | undefined,
): Pick<FetchRequest, 'method' | 'headers' | 'body'> => {
  const auth = clientToken === undefined ? {} : { 'Client-Token': clientToken };
  const headers = { ...auth, 'Accept-Encoding': 'identity' };
  if (request.body === undefined) return { method: request.method, headers };
  return {
    method: request.method,
    headers: { 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify(request.body),
  };
};

/**
 * Reads the body. What breaks here breaks an answer whose status line came: by rule, it is no longer complete.
 *
 * A body without a length ends where the connection does, so there an end that is not orderly breaks it too. Node.js 20
 * tells a reset for an orderly end when it reads both at once (observed), so of what changes something such a body proves
 * nothing; of a read, JSON that is whole is the whole.
 */
const readAnswer = async (
  { method }: UpstreamRequest,
  response: FetchResponse,
  connection: SingleUseConnection,
  inTime: <T>(promise: Promise<T>) => Promise<T>,
): Promise<Exchange> => {
  const { status, headers } = response;
  const retryAfter = headers.get('retry-after') ?? undefined;
  try {
    const bytes = await inTime(response.arrayBuffer());
    if (!isDelimited(response) && (method === 'POST' || connection.broken())) throw new NoKnownEnd();
    return {
      kind: 'answered',
      answer: {
        status,
        body: decode(bytes, headers.get('content-encoding')),
        retryAfter,
      },
      fault: undefined,
    };
  } catch (error) {
    return { kind: 'answered', answer: { status, body: undefined, retryAfter }, fault: tokenOf(error) };
  }
};

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** The body as text. Throws when it is encoded, although the request accepts no encoding, or is not UTF-8. */
const decode = (bytes: ArrayBuffer, encoding: string | null): string => {
  if (!/^(?:identity)?$/i.test(encoding?.trim() ?? '')) throw new UnacceptableEncoding();
  return utf8.decode(bytes);
};

class TimeUp extends Error {
  readonly code = 'TIMEOUT';
}

class NoKnownEnd extends Error {
  readonly code = 'NO_KNOWN_END';
}

class UnacceptableEncoding extends Error {
  readonly code = 'UNACCEPTABLE_ENCODING';
}

const isDelimited = ({ headers }: FetchResponse): boolean =>
  headers.get('content-length') !== null || /\bchunked\s*$/i.test(headers.get('transfer-encoding') ?? '');

/** A library's error reduced to a token that cannot carry data: `ECONNREFUSED`, or `FAILED`. */
const tokenOf = (error: unknown): string => {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^[A-Z][A-Z_]{0,63}$/.test(code) ? code : 'FAILED';
};
