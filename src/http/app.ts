import type { IncomingMessage, ServerResponse } from 'node:http';
import { type FastifyBaseLogger, type FastifyInstance, fastify, LogController } from 'fastify';
import type { Logger } from 'pino';
import { NO_OBSERVER, type ServiceObserver } from '../utils/service-observer.ts';
import { addCors, type BrowserRules } from './cors.ts';
import { addErrorResponses, handleBadUrl } from './error-responses.ts';
import { readJsonOnly } from './json-body.ts';
import {
  HEADERS_TIMEOUT_MS,
  MAX_BODY_BYTES,
  MAX_HEADER_BYTES,
  REQUEST_TIMEOUT_MS,
  TIMEOUT_CHECK_MS,
} from './limits.ts';
import { handleClientError, rejectAmbiguousHeaders, trackPendingResponses } from './malformed-requests.ts';
import { requestIdOf } from './request-id.ts';
import { responseHeaders } from './response-headers.ts';

export interface AppOptions {
  readonly browsers: BrowserRules;
  readonly observer: ServiceObserver;
  readonly log: Logger;
}

/** Fastify with everything that holds for all routes: limits, headers, CORS, body parsing and error responses. */
export const createApp = async ({ browsers, observer, log }: AppOptions): Promise<FastifyInstance> => {
  const app: FastifyInstance = fastify({
    loggerInstance: log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    frameworkErrors: handleBadUrl,
    clientErrorHandler: handleClientError(observer),
    genReqId: ({ headers }) => requestIdOf(headers),
    bodyLimit: MAX_BODY_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    http: {
      maxHeaderSize: MAX_HEADER_BYTES,
      headersTimeout: HEADERS_TIMEOUT_MS,
      connectionsCheckingInterval: TIMEOUT_CHECK_MS,
      requireHostHeader: false,
    },
    // While stopping, the routes respond by themselves.
    return503OnClosing: false,
  });
  readJsonOnly(app);
  trackPendingResponses(app);
  if (observer !== NO_OBSERVER) observeResponses(app, observer);
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(responseHeaders(request.id));
  });
  rejectAmbiguousHeaders(app);
  await addCors(app, browsers);
  addErrorResponses(app);
  return app;
};

/**
 * Reports every response that was sent completely, also those that no hook of Fastify sees. `handleClientError` reports
 * the ones that it writes itself.
 */
const observeResponses = (app: FastifyInstance, { answered }: ServiceObserver): void => {
  const observe = (_: IncomingMessage, response: ServerResponse) => {
    response.once('finish', () => answered(response.statusCode));
  };
  app.server.on('request', observe).on('checkExpectation', observe);
};
