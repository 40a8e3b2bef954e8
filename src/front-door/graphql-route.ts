import type { ApolloServer } from '@apollo/server';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { INTERNAL } from '../masking/mask-error.ts';
import type { Admit } from './admission.ts';
import type { RequestContext } from './context.ts';
import type { DocumentGuard } from './document-guard.ts';
import { isGraphQLBody } from './graphql-body.ts';
import type { InFlight } from './in-flight.ts';
import { languageOf } from './language.ts';
import { type ContextOf, operationHandler } from './operation-handler.ts';
import { refuse } from './request-error.ts';
import { inRequestSpan } from './request-span.ts';
import type { RenderSandbox } from './sandbox.ts';

export const GRAPHQL_PATH = '/graphql';

export interface GraphQLRoute {
  readonly apollo: ApolloServer<RequestContext>;
  readonly admit: Admit;
  readonly context: ContextOf;
  readonly inFlight: InFlight;
  readonly guard: DocumentGuard;
  /** What a browser that opens the path is shown; undefined for nothing. */
  readonly sandbox: RenderSandbox | undefined;
}

/** `POST /graphql` for operations; with the Sandbox on, `GET /graphql` for browsers, where `GET /` leads. */
export const addGraphQLRoute = (app: FastifyInstance, route: GraphQLRoute): void => {
  const { admit, guard, inFlight, sandbox } = route;
  const handle = operationHandler(route.apollo, route.context);

  app.decorateRequest('visitor', undefined);
  app.post(GRAPHQL_PATH, { onRequest: admit }, async (request, reply) => {
    if (inFlight.closed) return refuseWhileStopping(reply);
    const { body } = request;
    if (!isGraphQLBody(body)) return refuse(reply, 400, 'BAD_REQUEST', ({ malformed }) => malformed);
    const limit = guard.check(body.query ?? '');
    if (limit) return refuse(reply, 400, 'GRAPHQL_VALIDATION_FAILED', ({ limits }) => limits[limit]);
    reply.header('content-language', languageOf(request.headers));
    const answer = await inFlight.track(
      request.id,
      inRequestSpan(request, reply, () => handle(request, reply)),
    );
    if (inFlight.closed) leave(reply);
    // What Apollo Server itself did not foresee has no request id.
    return reply.statusCode === 500 ? refuse(reply, 500, INTERNAL, ({ internal }) => internal) : answer;
  });

  const refuseMethod = (reply: FastifyReply) =>
    refuse(reply.header('allow', 'POST'), 405, 'METHOD_NOT_ALLOWED', ({ method }) => method);
  app.route({
    method: ['PUT', 'PATCH', 'DELETE', 'OPTIONS'],
    url: GRAPHQL_PATH,
    handler: (_, reply) => refuseMethod(reply),
  });
  app.get(GRAPHQL_PATH, async (request, reply) => {
    if (sandbox === undefined || !isPageView(request)) return refuseMethod(reply);
    const { html, contentSecurityPolicy } = await sandbox();
    return reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', contentSecurityPolicy)
      .send(html);
  });
  if (sandbox) app.get('/', (_, reply) => reply.redirect(GRAPHQL_PATH));
};

/** While stopping: the caller's next request must find another process. */
const leave = (reply: FastifyReply): FastifyReply => reply.header('connection', 'close');

const refuseWhileStopping = (reply: FastifyReply): FastifyReply =>
  refuse(leave(reply), 503, 'SHUTTING_DOWN', ({ shuttingDown }) => shuttingDown);

const isPageView = ({ headers, query }: FastifyRequest): boolean =>
  headers.accept?.includes('text/html') === true && !('query' in (query as object));
