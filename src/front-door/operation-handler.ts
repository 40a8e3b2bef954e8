import type { ApolloServer } from '@apollo/server';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { RequestContext } from './context.ts';
import type { GraphQLBody } from './graphql-body.ts';

export type ContextOf = (request: FastifyRequest, reply: FastifyReply) => RequestContext;

/** Runs the operation that a body of GraphQL's form asks for, sets the head of the answer, and returns its body. */
export type HandleOperation = (request: FastifyRequest, reply: FastifyReply) => Promise<string>;

/**
 * Hands operations to Apollo Server. Its own HTTP side is left out: what that would look at was settled before, by Fastify
 * and the route.
 */
export const operationHandler =
  (apollo: ApolloServer<RequestContext>, contextOf: ContextOf): HandleOperation =>
  async (request, reply) => {
    const { query, operationName, variables, extensions } = request.body as GraphQLBody;
    const contextValue = contextOf(request, reply);
    const { body, http } = await apollo.executeOperation(
      {
        ...(query != null && { query }),
        ...(operationName != null && { operationName }),
        ...(variables != null && { variables }),
        ...(extensions != null && { extensions }),
      },
      { contextValue },
    );
    if (body.kind !== 'single') throw new Error('no operation is answered in parts');
    reply.code(http.status ?? 200).type(contextValue.responseType.contentType);
    for (const [name, value] of http.headers) reply.header(name, value);
    const { errors, data } = body.singleResult;
    return `${JSON.stringify({ errors, data })}\n`;
  };
