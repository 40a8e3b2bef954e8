import type { ApolloServer } from '@apollo/server';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { OperationContext } from '../community/operation-context.ts';
import { en } from '../messages/en.ts';
import { isGraphQLBody } from './graphql-body.ts';
import type { InFlight } from './in-flight.ts';
import { refuse } from './request-error.ts';

export const GRAPHQL_PATH = '/graphql';

export interface GraphQLRoute {
  readonly apollo: ApolloServer<OperationContext>;
  readonly context: (request: FastifyRequest, reply: FastifyReply) => Promise<OperationContext>;
  readonly inFlight: InFlight;
  /** Whether a browser that opens the path is shown the Sandbox. */
  readonly sandbox: boolean;
}

/** `POST /graphql` for operations; with the Sandbox on, `GET /graphql` for browsers, where `GET /` leads. */
export const addGraphQLRoute = (app: FastifyInstance, route: GraphQLRoute): void => {
  const handle = fastifyApolloHandler(route.apollo, { context: route.context });
  const answer = (request: FastifyRequest, reply: FastifyReply) => {
    if (route.inFlight.closed) return refuse(reply, 503, 'SHUTTING_DOWN', en.request.shuttingDown);
    return route.inFlight.track(Promise.resolve(handle.call(app, request, reply)));
  };

  app.post(GRAPHQL_PATH, (request, reply) =>
    isGraphQLBody(request.body)
      ? answer(request, reply)
      : refuse(reply, 400, 'BAD_REQUEST', en.request.malformed),
  );
  app.route({
    method: ['GET', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'],
    url: GRAPHQL_PATH,
    handler: (request, reply) =>
      route.sandbox && isPageView(request)
        ? answer(request, reply)
        : refuse(reply.header('allow', 'POST'), 405, 'METHOD_NOT_ALLOWED', en.request.method),
  });
  if (route.sandbox) app.get('/', (_, reply) => reply.redirect(GRAPHQL_PATH));
};

const isPageView = ({ method, headers, query }: FastifyRequest): boolean =>
  method === 'GET' && headers.accept?.includes('text/html') === true && !('query' in (query as object));
