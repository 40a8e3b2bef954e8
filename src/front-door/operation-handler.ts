import type { ApolloServer } from '@apollo/server';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { RequestContext } from './context.ts';
import type { GraphQLBody } from './graphql-body.ts';

export type ContextOf = (request: FastifyRequest, reply: FastifyReply) => RequestContext;

/**
 * Runs the operation that a body of GraphQL's form asks for, sets the head of the answer, and returns its body: with
 * status 500 an empty one, which is for the route to fill.
 */
export type HandleOperation = (request: FastifyRequest, reply: FastifyReply) => Promise<string>;

/**
 * Hands operations to Apollo Server. Its own HTTP side is left out: what that would look at was settled before, by Fastify
 * and the route. Nothing here makes `extensions` of a result, nor headers.
 */
export const operationHandler =
  (apollo: ApolloServer<RequestContext>, contextOf: ContextOf): HandleOperation =>
  async (request, reply) => {
    const { query, operationName, variables, extensions } = request.body as GraphQLBody;
    const contextValue = contextOf(request, reply);
    const answer = await apollo
      .executeOperation(
        {
          ...(query !== undefined && { query }),
          ...(operationName != null && { operationName }),
          ...(variables != null && { variables }),
          ...(extensions != null && { extensions }),
        },
        { contextValue },
      )
      // What it did not foresee it has logged, by the plugin that logs operations.
      .catch(() => undefined);
    if (answer?.body.kind !== 'single') {
      reply.code(500);
      return '';
    }
    reply.code(answer.http.status ?? 200).type(contextValue.responseType.contentType);
    const { errors, data } = answer.body.singleResult;
    return `${JSON.stringify({ errors, data })}\n`;
  };
