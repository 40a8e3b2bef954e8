import 'reflect-metadata';
import type { AddressInfo } from 'node:net';
import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { InMemoryLRUCache } from '@apollo/utils.keyvaluecache';
import { type FastifyBaseLogger, type FastifyInstance, fastify, LogController } from 'fastify';
import type { DocumentNode, GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import { openInstances, openNowhere, type Tenancy } from './api/context/tenant.ts';
import type { AuditUnlink } from './api/membership/audit.ts';
import type { Authenticate } from './auth/authenticate.ts';
import { isOpen } from './config/auth-config.ts';
import type { Config } from './config/config.ts';
import { knownOperationKinds } from './graphql/apollo.ts';
import { MAX_KEPT_DOCUMENTS, MAX_TOKENS } from './graphql/document-limits.ts';
import { DocumentGuard } from './graphql/documents.ts';
import { guardGatewayFields, hideGatewayFields } from './graphql/federation-access.plugin.ts';
import { logOperations, observeOperations } from './graphql/operation-log.plugin.ts';
import { formatError, noteLanguage, settleResponseForm } from './graphql/response.plugin.ts';
import { observeRootFields, rootFieldResults } from './graphql/root-fields.ts';
import { refuseNullForDefaults, refuseUnsafeNumbers } from './graphql/variables.plugin.ts';
import { createAdmission } from './http/authentication.hook.ts';
import { addBrowserRules, HOSTED_SANDBOX } from './http/cors.ts';
import { createContext, type RequestContext } from './http/create-context.ts';
import { answerBadUrl, answerHttpErrors } from './http/error-responses.ts';
import { addGraphQLRoute } from './http/graphql-route.ts';
import { addHealthRoutes } from './http/health.ts';
import { InFlight } from './http/in-flight-requests.ts';
import { readJsonOnly } from './http/json-body.ts';
import {
  HEADERS_TIMEOUT_MS,
  MAX_BODY_BYTES,
  MAX_HEADER_BYTES,
  REQUEST_TIMEOUT_MS,
  TIMEOUT_CHECK_MS,
} from './http/limits.ts';
import { answerBrokenHttp, noteOwedAnswers, wantSoundHeads } from './http/malformed-requests.ts';
import { observeAnswers } from './http/observe-answers.ts';
import { requestIdOf } from './http/request-id.ts';
import { answerHeaders } from './http/response-headers.ts';
import { createSandbox } from './http/sandbox.ts';
import { openMetrics } from './metrics/metrics-server.ts';
import { buildSchema } from './schema/build-schema.ts';
import type { Clock } from './utils/clock.ts';
import type { ServiceObserver } from './utils/service-observer.ts';

export interface Service {
  /** Where it listens, for example `http://127.0.0.1:4000`. */
  readonly url: string;
  /** Where its metrics are served; undefined where they are not. */
  readonly metricsPort: number | undefined;
  /** Refuses new work, but listens until everything in flight has finished, so that probes see that it is not ready; then closes. */
  close(): Promise<void>;
  /** The request ids of what is in flight. */
  inFlight(): readonly string[];
}

export interface Parts {
  readonly tenancies: readonly Tenancy[];
  readonly authenticate: Authenticate;
  readonly log: Logger;
  readonly audit: AuditUnlink;
  /** The document that the Sandbox opens with. */
  readonly example: string;
  /** Measures every wait of an operation; the system's clock by default. */
  readonly clock?: Clock | undefined;
}

/** Answers still on their way to slow readers when nothing runs any more are given this long, in milliseconds. */
const FLUSH_MS = 1_000;

/** Puts the parts together and listens. Rejects when the address cannot be listened on. */
export const startServer = async (config: Config, parts: Parts): Promise<Service> => {
  const schema = createSchema(config);
  const instances = openInstances(parts.tenancies, config);
  const inFlight = new InFlight();
  const metrics = await openMetrics(config.metrics, () => ({
    results: rootFieldResults(schema),
    load: {
      operationsInFlight: () => inFlight.size,
      instances: () => instances.all.map(({ load }) => load()),
    },
    log: parts.log,
  }));
  observeRootFields(schema, metrics.observer);
  const apollo = createApollo(schema, config, metrics.observer, parts.log);
  await apollo.start();
  const app = await createApp(config, metrics.observer, parts.log);
  addHealthRoutes(app, inFlight);
  addGraphQLRoute(app, {
    apollo,
    admit: createAdmission({
      authenticate: parts.authenticate,
      routerSecrets: config.routerSecrets,
      findInstance: instances.find,
      nowhere: openNowhere(config),
      challenge: config.auth.tokens ? 'Bearer' : 'ApiKey header="x-api-key"',
    }),
    context: createContext(config.deadlineMs, parts.audit, metrics.observer, parts.clock),
    inFlight,
    guard: new DocumentGuard(),
    sandbox: config.sandbox ? await createSandbox(parts.example) : undefined,
  });
  try {
    await app.listen({ host: config.host, port: config.port, listenTextResolver: () => 'listening' });
  } catch (error) {
    await metrics.close();
    throw error;
  }

  return {
    url: urlOf(app.server.address() as AddressInfo),
    metricsPort: metrics.port,
    async close() {
      inFlight.close();
      await inFlight.idle();
      const closed = app.close();
      setTimeout(() => app.server.closeAllConnections(), FLUSH_MS).unref();
      await closed;
      await apollo.stop();
      await metrics.close();
    },
    inFlight: () => inFlight.requestIds(),
  };
};

const createSchema = ({ introspection, routerSecrets }: Config): GraphQLSchema => {
  const schema = buildSchema();
  return routerSecrets.length > 0 || introspection ? schema : hideGatewayFields(schema);
};

const createApollo = (
  schema: GraphQLSchema,
  { introspection, metrics, routerSecrets }: Config,
  observer: ServiceObserver,
  log: Logger,
) =>
  new ApolloServer<RequestContext>({
    schema,
    introspection,
    hideSchemaDetailsFromClientErrors: true,
    includeStacktraceInErrorResponses: false,
    persistedQueries: false,
    parseOptions: { maxTokens: MAX_TOKENS },
    validationRules: [knownOperationKinds],
    documentStore: new InMemoryLRUCache<DocumentNode>({
      maxSize: MAX_KEPT_DOCUMENTS,
      sizeCalculation: ({ loc }) => loc?.source.body.length || 1,
    }),
    stopOnTerminationSignals: false,
    logger: log,
    formatError,
    plugins: [
      // Nothing goes to Apollo, whatever the environment says of it.
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      // Nothing is to be cached, and the front door says so.
      ApolloServerPluginCacheControlDisabled(),
      settleResponseForm,
      noteLanguage,
      refuseUnsafeNumbers,
      refuseNullForDefaults,
      guardGatewayFields({ secretWanted: routerSecrets.length > 0 }),
      logOperations,
      ...(metrics ? [observeOperations(observer)] : []),
    ],
  });

const createApp = async (
  { auth, corsOrigins, metrics, production }: Config,
  observer: ServiceObserver,
  log: Logger,
): Promise<FastifyInstance> => {
  const app: FastifyInstance = fastify({
    loggerInstance: log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    frameworkErrors: answerBadUrl,
    clientErrorHandler: answerBrokenHttp(observer),
    genReqId: ({ headers }) => requestIdOf(headers),
    bodyLimit: MAX_BODY_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    http: {
      maxHeaderSize: MAX_HEADER_BYTES,
      headersTimeout: HEADERS_TIMEOUT_MS,
      connectionsCheckingInterval: TIMEOUT_CHECK_MS,
      requireHostHeader: false,
    },
    // While stopping, the routes answer by themselves.
    return503OnClosing: false,
  });
  readJsonOnly(app);
  noteOwedAnswers(app);
  if (metrics) observeAnswers(app, observer);
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(answerHeaders(request.id));
  });
  wantSoundHeads(app);
  await addBrowserRules(app, {
    origins: production ? corsOrigins : [...corsOrigins, HOSTED_SANDBOX],
    open: isOpen(auth),
  });
  answerHttpErrors(app);
  return app;
};

const urlOf = ({ address, family, port }: AddressInfo): string =>
  `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
