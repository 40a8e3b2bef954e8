import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { CATALOGUES } from '../i18n/catalogues.ts';
import type { Messages } from '../i18n/en.ts';
import type { ErrorCode } from '../utils/error-codes.ts';
import { languageOf, responseTypeFor } from './content-negotiation.ts';
import { responseHeaders } from './response-headers.ts';

/** Picks a sentence, in whatever language. */
export type Sentence = (request: Messages['request']) => string;

/** Refuses a request before GraphQL sees it, in GraphQL's shape and in the caller's language. */
export const refuse = (
  reply: FastifyReply,
  status: number,
  code: ErrorCode,
  sentence: Sentence,
): FastifyReply => {
  const language = languageOf(reply.request.headers);
  return reply
    .code(status)
    .type(responseTypeFor(reply.request.headers.accept).contentType)
    .header('content-language', language)
    .send(requestErrorBody(code, sentence(CATALOGUES[language].request), reply.request.id));
};

export const requestErrorBody = (code: ErrorCode, message: string, requestId: string) => ({
  errors: [{ message, extensions: { code, requestId } }],
});

type Refusal = readonly [code: ErrorCode, sentence: Sentence];

/** What Fastify found wrong with a request, by status. */
const REFUSALS: Readonly<Record<number, Refusal>> = {
  400: ['BAD_REQUEST', ({ notJson }) => notJson],
  413: ['PAYLOAD_TOO_LARGE', ({ tooLarge }) => tooLarge],
  415: ['UNSUPPORTED_MEDIA_TYPE', ({ mediaType }) => mediaType],
};
const MALFORMED: Refusal = ['BAD_REQUEST', ({ malformed }) => malformed];

/** A path so broken that no hook runs for it. */
export const handleBadUrl = (_: FastifyError, request: FastifyRequest, reply: FastifyReply): void => {
  reply.headers(responseHeaders(request.id));
  refuse(reply, 400, 'BAD_REQUEST', ({ brokenHttp }) => brokenHttp);
};

/** Answers to well-formed HTTP that do not come from GraphQL have GraphQL's shape too, and no text of a library. */
export const addErrorResponses = (app: FastifyInstance): void => {
  app.setNotFoundHandler((_, reply) => refuse(reply, 404, 'NOT_FOUND', ({ notFound }) => notFound));
  app.setErrorHandler((error: FastifyError, { log }, reply) => {
    const status = error.statusCode ?? 500;
    if (status < 500) {
      const [code, sentence] = REFUSALS[status] ?? MALFORMED;
      return refuse(reply, status, code, sentence);
    }
    log.error({ err: error }, 'unexpected error');
    return refuse(reply, 500, 'INTERNAL_SERVER_ERROR', ({ internal }) => internal);
  });
};
