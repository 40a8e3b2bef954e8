import 'reflect-metadata';
import type { AddressInfo } from 'node:net';
import { ApolloServer } from '@apollo/server';
import { ApolloServerPluginInlineTraceDisabled } from '@apollo/server/plugin/disabled';
import { type FastifyBaseLogger, type FastifyInstance, fastify, LogController } from 'fastify';
import type { Logger } from 'pino';
import type { OperationContext } from './community/operation-context.ts';
import type { Config } from './config.ts';
import { createContext } from './front-door/context.ts';
import { addGraphQLRoute } from './front-door/graphql-route.ts';
import { answerBadUrl, answerHttpErrors } from './front-door/http-errors.ts';
import { InFlight } from './front-door/in-flight.ts';
import { logOperations } from './front-door/operation-log.plugin.ts';
import { REQUEST_ID_HEADER, requestIdOf } from './front-door/request-id.ts';
import { settleResponseForm } from './front-door/response-form.plugin.ts';
import { noSandbox, type SandboxExample, sandbox } from './front-door/sandbox.ts';
import { refuseUnsafeNumbers } from './front-door/unsafe-numbers.plugin.ts';
import { addHealthRoutes } from './health.ts';
import { maskError } from './masking/mask-error.ts';
import { en } from './messages/en.ts';
import { buildSchema } from './subgraph/schema.ts';
import { GroupUnlinker } from './unlink-groups/group-unlinker.ts';
import { Unlinks } from './unlink-groups/unlinks.ts';
import type { ZApiDatasource } from './z-api/z-api.datasource.ts';

export interface Service {
  /** Where it listens, for example `http://127.0.0.1:4000`. */
  readonly url: string;
  /** Stops accepting, lets everything in flight finish, and closes. */
  close(): Promise<void>;
}

export interface Parts {
  readonly zApi: ZApiDatasource;
  readonly log: Logger;
  /** What the Sandbox opens with. */
  readonly example: SandboxExample;
}

/** Answers still on their way to slow readers when nothing runs any more are given this long, in milliseconds. */
const FLUSH_MS = 1_000;

/** Puts the parts together and listens. Rejects when the address cannot be listened on. */
export const startServer = async (config: Config, { zApi, log, example }: Parts): Promise<Service> => {
  const development = !config.production;
  const apollo = new ApolloServer<OperationContext>({
    schema: buildSchema(),
    introspection: development,
    hideSchemaDetailsFromClientErrors: true,
    includeStacktraceInErrorResponses: false,
    persistedQueries: false,
    stopOnTerminationSignals: false,
    logger: log,
    formatError: (formatted, error) => maskError(formatted, error, en),
    plugins: [
      development ? sandbox(example) : noSandbox(),
      ApolloServerPluginInlineTraceDisabled(),
      settleResponseForm,
      refuseUnsafeNumbers,
      logOperations,
    ],
  });
  await apollo.start();

  const app: FastifyInstance = fastify({
    loggerInstance: log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    frameworkErrors: answerBadUrl,
    genReqId: ({ headers }) => requestIdOf(headers),
  });
  app.removeContentTypeParser('text/plain');
  app.addHook('onRequest', async (request, reply) => {
    reply.header(REQUEST_ID_HEADER, request.id);
  });
  answerHttpErrors(app);
  addHealthRoutes(app);
  const inFlight = new InFlight();
  const unlinks = new Unlinks(new GroupUnlinker(zApi, config.readBack));
  const context = createContext({ zApi, unlinks }, config.deadlineMs);
  addGraphQLRoute(app, { apollo, context, inFlight, sandbox: development });
  await app.listen({ host: config.host, port: config.port, listenTextResolver: () => 'listening' });

  return {
    url: urlOf(app.server.address() as AddressInfo),
    async close() {
      inFlight.close();
      const closed = app.close();
      await inFlight.idle();
      setTimeout(() => app.server.closeAllConnections(), FLUSH_MS).unref();
      await closed;
      await apollo.stop();
    },
  };
};

const urlOf = ({ address, family, port }: AddressInfo): string =>
  `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
