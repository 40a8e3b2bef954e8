import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { en } from '../messages/en.ts';
import { refuse, requestErrorBody } from './request-error.ts';
import { newRequestId, REQUEST_ID_HEADER } from './request-id.ts';

const { request } = en;

/** What broke below HTTP, by Node's code. */
const REFUSALS: Readonly<Record<string, readonly [status: number, code: string, message: string]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'REQUEST_TIMEOUT', request.tooSlow],
  HPE_HEADER_OVERFLOW: [431, 'HEADERS_TOO_LARGE', request.headersTooLarge],
};
const BROKEN = [400, 'BAD_REQUEST', request.brokenHttp] as const;

type ClientError = Error & { readonly code?: string };

/** The requests of each connection that are not answered yet, in order. */
const owed = new WeakMap<Socket, Set<FastifyRequest>>();

/**
 * Answers what is no HTTP request, or comes too slowly, in GraphQL's shape, and ends the connection. Says nothing where
 * the answer could be taken for that of an operation under way: a lost connection is the truth about that one.
 */
export const answerBrokenHttp = (error: ClientError, socket: Socket): void => {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  if (socket.writable && isOwedThisAnswer(socket)) {
    const [status, code, message] = REFUSALS[error.code ?? ''] ?? BROKEN;
    socket.write(rawAnswer(status, code, message));
  }
  socket.destroy();
};

/** Keeps count of what each connection waits for. */
export const noteOwedAnswers = (app: FastifyInstance): void => {
  app.addHook('onRequest', async (request, reply) => {
    const { socket } = request.raw;
    const requests = owed.get(socket) ?? new Set();
    owed.set(socket, requests.add(request));
    reply.raw.once('close', () => requests.delete(request));
  });
};

/**
 * HTTP 1.1 wants the name of a host, and the way to Apollo Server one that can stand in a URL. Left to themselves, Node.js
 * refuses without a body, and that way breaks.
 */
export const wantHost = (app: FastifyInstance): void => {
  app.addHook('onRequest', async ({ headers, hostname, raw }, reply) => {
    if (headers.host === undefined && raw.httpVersion === '1.0') raw.headers.host = 'localhost';
    else if (headers.host === undefined || !URL.canParse(`http://${hostname}/`)) {
      return refuse(reply.header('connection', 'close'), 400, 'BAD_REQUEST', request.brokenHttp);
    }
    return undefined;
  });
};

/** Nothing is owed, or only the answer to the request that broke before its end. */
const isOwedThisAnswer = (socket: Socket): boolean => {
  const [first, ...others] = owed.get(socket) ?? [];
  return first === undefined || (others.length === 0 && !first.raw.complete);
};

const rawAnswer = (status: number, code: string, message: string): string => {
  const requestId = newRequestId();
  const body = JSON.stringify(requestErrorBody(code, message, requestId));
  return [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    `${REQUEST_ID_HEADER}: ${requestId}`,
    'content-type: application/json; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
    '',
    body,
  ].join('\r\n');
};
