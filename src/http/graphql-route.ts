import type { ApolloServer } from '@apollo/server';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { OperationContext } from '../api/context/operation-context.ts';
import type { DocumentLimit } from '../graphql/document-limits.ts';
import type { Documents } from '../graphql/documents.ts';
import type { AuthenticationHook } from './authentication.hook.ts';
import { languageOf, responseTypeFor } from './content-negotiation.ts';
import type { CreateContext } from './create-context.ts';
import { refuse } from './error-responses.ts';
import type { InFlightRequests } from './in-flight-requests.ts';
import { inRequestSpan } from './request-span.ts';
import type { RenderSandbox } from './sandbox.ts';

export const GRAPHQL_PATH = '/graphql';

export interface GraphQLRoute {
  readonly apollo: ApolloServer<OperationContext>;
  readonly authenticate: AuthenticationHook;
  readonly createContext: CreateContext;
  readonly documents: Documents;
  readonly inFlight: InFlightRequests;
  /** The page for browsers; undefined for none. */
  readonly sandbox: RenderSandbox | undefined;
}

/** `POST /graphql` for operations; with the Sandbox on, `GET /graphql` for browsers, and `GET /` redirects there. */
export const addGraphQLRoute = (app: FastifyInstance, route: GraphQLRoute): void => {
  const { authenticate, inFlight, sandbox } = route;

  app.decorateRequest('identity', undefined);
  app.post(GRAPHQL_PATH, { onRequest: authenticate }, async (request, reply) => {
    if (inFlight.closed) return refuseWhileStopping(reply);
    const { body } = request;
    if (!isGraphQLBody(body)) return refuse(reply, 400, 'BAD_REQUEST', ({ malformed }) => malformed);
    const response = await inFlight.track(request.id, respond(route, body, request, reply));
    if (inFlight.closed) closeConnection(reply);
    if (response.kind === 'over-limit') {
      return refuse(reply, 400, 'GRAPHQL_VALIDATION_FAILED', ({ limits }) => limits[response.limit]);
    }
    return response.kind === 'completed'
      ? response.body
      : refuse(reply, 500, 'INTERNAL_SERVER_ERROR', ({ internal }) => internal);
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

export interface GraphQLBody {
  /** Absent in requests for a persisted query. */
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

/** Well formed: Apollo Server answers that persisted queries are not supported. */
const asksForPersistedQuery = (extensions: unknown): boolean =>
  isObject(extensions) && isObject(extensions.persistedQuery);

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

type Response =
  | { readonly kind: 'completed'; readonly body: string }
  | { readonly kind: 'over-limit'; readonly limit: DocumentLimit }
  /** An unexpected error, which `operation-log.plugin.ts` has logged. */
  | { readonly kind: 'failed' };

/** Holds the document to its limits and runs the operation. Sets status and media type of a completed response. */
const respond = async (
  { apollo, createContext, documents }: GraphQLRoute,
  body: GraphQLBody,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Response> => {
  const context = createContext(request, reply);
  const prepared = await documents.prepare(body.query ?? '');
  if (prepared.kind === 'over-limit') return prepared;
  reply.header('content-language', languageOf(request.headers));
  const document = prepared.kind === 'valid' ? prepared.document : undefined;
  return inRequestSpan(request, reply, () => execute(apollo, body, { ...context, document }, reply));
};

/**
 * Apollo Server's own HTTP side is not used: Fastify and this route have settled everything it would look at. No result
 * here has `extensions` or headers.
 */
const execute = async (
  apollo: ApolloServer<OperationContext>,
  { query, operationName, variables, extensions }: GraphQLBody,
  contextValue: OperationContext,
  reply: FastifyReply,
): Promise<Response> => {
  const response = await apollo
    .executeOperation(
      {
        ...(query !== undefined && { query }),
        ...(operationName != null && { operationName }),
        ...(variables != null && { variables }),
        ...(extensions != null && { extensions }),
      },
      { contextValue },
    )
    .catch(() => undefined);
  if (response?.body.kind !== 'single' || response.http.status === 500) {
    reply.code(500);
    return { kind: 'failed' };
  }
  const { accept } = reply.request.headers;
  reply.code(response.http.status ?? 200).type(responseTypeFor(accept).contentType);
  const { errors, data } = response.body.singleResult;
  return { kind: 'completed', body: `${JSON.stringify({ errors, data })}\n` };
};

/** While stopping, the caller's next request must reach another process. */
const closeConnection = (reply: FastifyReply): FastifyReply => reply.header('connection', 'close');

const refuseWhileStopping = (reply: FastifyReply): FastifyReply =>
  refuse(closeConnection(reply), 503, 'SHUTTING_DOWN', ({ shuttingDown }) => shuttingDown);

const isPageView = ({ headers, query }: FastifyRequest): boolean =>
  headers.accept?.includes('text/html') === true && !('query' in (query as object));
