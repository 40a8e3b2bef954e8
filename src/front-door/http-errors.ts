import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { INTERNAL } from '../masking/mask-error.ts';
import { en } from '../messages/en.ts';
import { refuse } from './request-error.ts';
import { REQUEST_ID_HEADER } from './request-id.ts';

const { request } = en;

/** What Fastify found wrong with a request, by status. */
const REFUSALS: Readonly<Record<number, readonly [code: string, message: string]>> = {
  400: ['BAD_REQUEST', request.notJson],
  413: ['PAYLOAD_TOO_LARGE', request.tooLarge],
  415: ['UNSUPPORTED_MEDIA_TYPE', request.mediaType],
};

/** A path so broken that no hook runs for it. */
export const answerBadUrl = (_: FastifyError, request: FastifyRequest, reply: FastifyReply): void => {
  refuse(reply.header(REQUEST_ID_HEADER, request.id), 400, 'BAD_REQUEST', en.request.brokenHttp);
};

/** Answers to well-formed HTTP that do not come from GraphQL have GraphQL's shape too, and no text of a library. */
export const answerHttpErrors = (app: FastifyInstance): void => {
  app.setNotFoundHandler((_, reply) => refuse(reply, 404, 'NOT_FOUND', request.notFound));
  app.setErrorHandler((error: FastifyError, { log }, reply) => {
    const status = error.statusCode ?? 500;
    if (status < 500) {
      const [code, message] = REFUSALS[status] ?? ['BAD_REQUEST', request.malformed];
      return refuse(reply, status, code, message);
    }
    log.error({ err: error }, 'unexpected error');
    return refuse(reply, 500, INTERNAL, request.internal);
  });
};
