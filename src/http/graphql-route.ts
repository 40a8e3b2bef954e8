import type { ApolloServer } from '@apollo/server';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { DocumentGuard } from '../graphql/documents.ts';
import { INTERNAL } from '../graphql/mask-errors.ts';
import type { Admit } from './authentication.hook.ts';
import { languageOf } from './content-negotiation.ts';
import type { RequestContext } from './create-context.ts';
import { refuse } from './error-responses.ts';
import type { InFlight } from './in-flight-requests.ts';
import { inRequestSpan } from './request-span.ts';
import type { RenderSandbox } from './sandbox.ts';

export interface GraphQLBody {
  /** Absent where a persisted query is asked for. */
  readonly query?: string;
  readonly operationName?: string | null;
  readonly variables?: Record<string, unknown> | null;
  readonly extensions?: Record<string, unknown> | null;
}

/** Whether a parsed body has the form of a GraphQL request: one operation, no batch. */
export const isGraphQLBody = (body: unknown): body is GraphQLBody => {
  if (!isObject(body)) return false;
  const { query, operationName, variables, extensions } = body;
  return (
    ((typeof query === 'string' && query !== '') ||
      (query === undefined && asksForPersistedQuery(extensions))) &&
    (operationName == null || typeof operationName === 'string') &&
    (variables == null || isObject(variables)) &&
    (extensions == null || isObject(extensions))
  );
};

/** Such a request is well formed, and Apollo Server tells its client that there are none here. */
const asksForPersistedQuery = (extensions: unknown): boolean =>
  isObject(extensions) && isObject(extensions.persistedQuery);

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

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
