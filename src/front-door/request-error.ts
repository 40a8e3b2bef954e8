import type { FastifyReply } from 'fastify';

/** Refuses a request before GraphQL sees it, in GraphQL's shape. */
export const refuse = (reply: FastifyReply, status: number, code: string, message: string): FastifyReply =>
  reply
    .code(status)
    .type('application/json; charset=utf-8')
    .send(requestErrorBody(code, message, reply.request.id));

export const requestErrorBody = (code: string, message: string, requestId: string) => ({
  errors: [{ message, extensions: { code, requestId } }],
});
