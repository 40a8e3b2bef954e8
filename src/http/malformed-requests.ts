import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ROUTER_HEADER } from '../auth/router-secret.ts';
import { en } from '../i18n/en.ts';
import type { ErrorCode } from '../utils/error-codes.ts';
import type { ServiceObserver } from '../utils/service-observer.ts';
import { refuse, requestErrorBody } from './error-responses.ts';
import { MAX_PIPELINED } from './limits.ts';
import { newRequestId, REQUEST_ID_HEADER } from './request-id.ts';

const { request } = en;

/** What broke below HTTP, by Node's code. */
const REFUSALS: Readonly<Record<string, readonly [status: number, code: ErrorCode, message: string]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'REQUEST_TIMEOUT', request.tooSlow],
  HPE_HEADER_OVERFLOW: [431, 'HEADERS_TOO_LARGE', request.headersTooLarge],
};
const BROKEN = [400, 'BAD_REQUEST', request.brokenHttp] as const;

type ClientError = Error & { readonly code?: string };

interface Connection {
  /** The requests that are not answered yet, in order. */
  readonly owed: Set<FastifyRequest>;
  latest: FastifyRequest;
}

const connections = new WeakMap<Socket, Connection>();

/**
 * Answers what is no HTTP request, or comes too slowly, in GraphQL's shape, and ends the connection. Says nothing where
 * the answer could be taken for that of an operation under way: a lost connection is the truth about that one.
 */
export const handleClientError =
  ({ answered }: ServiceObserver) =>
  (error: ClientError, socket: Socket): void => {
    if (error.code === 'ECONNRESET' || socket.destroyed) return;
    if (socket.writable && isOwedAnAnswer(socket)) {
      const [status, code, message] = REFUSALS[error.code ?? ''] ?? BROKEN;
      socket.write(rawAnswer(status, code, message));
      answered(status);
    }
    socket.destroy();
  };

/** Keeps count of what each connection waits for, and ends one that asks on and on without waiting. */
export const trackPendingResponses = (app: FastifyInstance): void => {
  app.addHook('onRequest', async (request, reply) => {
    const { socket } = request.raw;
    const connection = connections.get(socket) ?? { owed: new Set(), latest: request };
    connections.set(socket, connection);
    connection.owed.add(request);
    connection.latest = request;
    reply.raw.once('close', () => connection.owed.delete(request));
    if (connection.owed.size > MAX_PIPELINED) socket.destroy();
  });
  // Node.js goes on through what it has read already: thousands of requests, each of which would be worked on.
  const [serve] = app.server.listeners('request');
  app.server.removeAllListeners('request').on('request', (request: IncomingMessage, ...rest: unknown[]) => {
    if (!request.socket.destroyed) serve?.call(app.server, request, ...rest);
  });
};

/** Refuses requests whose head can be read in two ways, where Node.js would choose one. */
export const rejectAmbiguousHeaders = (app: FastifyInstance): void => {
  app.addHook('onRequest', async ({ raw }, reply) => {
    // HTTP 1.0 has no hosts; the way to Apollo Server wants one.
    if (raw.httpVersion === '1.0') raw.headers.host ??= 'localhost';
    if (isSound(raw)) return undefined;
    return refuse(reply.header('connection', 'close'), 400, 'BAD_REQUEST', ({ brokenHttp }) => brokenHttp);
  });
  // Left to itself, Node.js refuses these without a body.
  app.server.on('checkExpectation', (_, response: ServerResponse) => {
    const [requestId, body] = refusalOf('EXPECTATION_FAILED', request.brokenHttp);
    response
      .writeHead(417, {
        ...HEADERS,
        [REQUEST_ID_HEADER]: requestId,
        'content-length': Buffer.byteLength(body),
      })
      .end(body);
  });
};

/** Said twice, they could mean one thing here and another to whatever stands before this service. */
const SAID_ONCE = ['host', 'content-type', 'transfer-encoding', 'authorization', 'x-api-key', ROUTER_HEADER];

const HOST = /^(?:[\w.~-]+|\[[\da-f:.]+\])(?::\d{1,5})?$/i;

const isSound = ({ headers, httpVersion, rawHeaders }: IncomingMessage): boolean => {
  const names = rawHeaders.filter((_, index) => index % 2 === 0).map((name) => name.toLowerCase());
  const encoding = headers['transfer-encoding'];
  return (
    SAID_ONCE.every((name) => names.indexOf(name) === names.lastIndexOf(name)) &&
    HOST.test(headers.host ?? '') &&
    (encoding === undefined || (/^chunked$/i.test(encoding) && httpVersion !== '1.0'))
  );
};

/** Whether what broke is a request of its own: a first one, or the only one that waits, or one behind answered ones. */
const isOwedAnAnswer = (socket: Socket): boolean => {
  const connection = connections.get(socket);
  if (connection === undefined) return true;
  const { owed, latest } = connection;
  if (latest.raw.complete) return owed.size === 0;
  return owed.size === 1 && owed.has(latest);
};

const HEADERS = {
  'content-type': 'application/json; charset=utf-8',
  'content-language': 'en',
  'cache-control': 'no-store',
  connection: 'close',
} as const;

/**
 * What is said where no request of Fastify's is, and the request id to find it by. In English: what is broken need not
 * hold the header that asks for another language.
 */
const refusalOf = (code: ErrorCode, message: string): readonly [requestId: string, body: string] => {
  const requestId = newRequestId();
  return [requestId, JSON.stringify(requestErrorBody(code, message, requestId))];
};

const rawAnswer = (status: number, code: ErrorCode, message: string): string => {
  const [requestId, body] = refusalOf(code, message);
  const headers = { ...HEADERS, [REQUEST_ID_HEADER]: requestId, 'content-length': Buffer.byteLength(body) };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines, '', body].join('\r\n');
};
