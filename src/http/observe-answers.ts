import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import type { ServiceObserver } from '../utils/service-observer.ts';

/**
 * Tells of every answer that was sent whole, also those that no hook of Fastify sees. Where the caller left before, there
 * was none. What `answerBrokenHttp` writes it tells itself.
 */
export const observeAnswers = (app: FastifyInstance, { answered }: ServiceObserver): void => {
  const observe = (_: IncomingMessage, response: ServerResponse) => {
    response.once('finish', () => answered(response.statusCode));
  };
  app.server.on('request', observe).on('checkExpectation', observe);
};
