import type { FastifyReply } from 'fastify';
import { CATALOGUES } from '../messages/catalogues.ts';
import type { Messages } from '../messages/messages.ts';
import { languageOf } from './language.ts';
import { responseTypeFor } from './response-type.ts';

/** Picks a sentence, in whatever language. */
export type Sentence = (request: Messages['request']) => string;

/** Refuses a request before GraphQL sees it, in GraphQL's shape and in the caller's language. */
export const refuse = (
  reply: FastifyReply,
  status: number,
  code: string,
  sentence: Sentence,
): FastifyReply => {
  const language = languageOf(reply.request.headers);
  return reply
    .code(status)
    .type(responseTypeFor(reply.request.headers.accept).contentType)
    .header('content-language', language)
    .send(requestErrorBody(code, sentence(CATALOGUES[language].request), reply.request.id));
};

export const requestErrorBody = (code: string, message: string, requestId: string) => ({
  errors: [{ message, extensions: { code, requestId } }],
});
