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
import type { Authenticate } from './authentication/authentication.ts';
import { isOpen } from './config/auth-config.ts';
import type { Config } from './config/config.ts';
import { createAdmission } from './front-door/admission.ts';
import { answerHeaders } from './front-door/answer-headers.ts';
import { answerBrokenHttp, noteOwedAnswers, wantSoundHeads } from './front-door/broken-http.ts';
import { addBrowserRules, HOSTED_SANDBOX } from './front-door/browsers.ts';
import { createContext, type RequestContext } from './front-door/context.ts';
import { DocumentGuard } from './front-door/document-guard.ts';
import { guardGatewayFields } from './front-door/gateway-fields.plugin.ts';
import { addGraphQLRoute } from './front-door/graphql-route.ts';
import { hideGatewayFields } from './front-door/hide-gateway-fields.ts';
import { answerBadUrl, answerHttpErrors } from './front-door/http-errors.ts';
import { InFlight } from './front-door/in-flight.ts';
import { openInstances, openNowhere, type Tenancy } from './front-door/instance.ts';
import { readJsonOnly } from './front-door/json-body.ts';
import {
  HEADERS_TIMEOUT_MS,
  MAX_BODY_BYTES,
  MAX_HEADER_BYTES,
  MAX_KEPT_DOCUMENTS,
  MAX_TOKENS,
  REQUEST_TIMEOUT_MS,
  TIMEOUT_CHECK_MS,
} from './front-door/limits.ts';
import { refuseNullForDefaults } from './front-door/null-variables.plugin.ts';
import { observeAnswers } from './front-door/observe-answers.ts';
import { observeOperations } from './front-door/observe-operations.plugin.ts';
import { knownOperationKinds } from './front-door/operation-kinds.rule.ts';
import { logOperations } from './front-door/operation-log.plugin.ts';
import { requestIdOf } from './front-door/request-id.ts';
import { settleResponseForm } from './front-door/response-form.plugin.ts';
import { rootFieldResults } from './front-door/root-field-results.ts';
import { observeRootFields } from './front-door/root-fields.ts';
import { createSandbox } from './front-door/sandbox.ts';
import type { ServiceObserver } from './front-door/service-observer.ts';
import { refuseUnsafeNumbers } from './front-door/unsafe-numbers.plugin.ts';
import { addHealthRoutes } from './health.ts';
import { formatError, noteLanguage } from './masking/errors-in-language.plugin.ts';
import { openMetrics } from './metrics/open-metrics.ts';
import { buildSchema } from './subgraph/schema.ts';
import type { AuditUnlink } from './unlink-groups/unlink-audit.ts';

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
    context: createContext(config.deadlineMs, parts.audit, metrics.observer),
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
