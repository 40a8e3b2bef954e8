import 'reflect-metadata';
import type { AddressInfo } from 'node:net';
import type { createAuditLog } from './bootstrap/audit-log.ts';
import { createAuthentication } from './bootstrap/create-authentication.ts';
import { readSandboxDocument } from './bootstrap/sandbox-documents.ts';
import { createTenantOfNobody, createTenants, type TenantParts, type Tenants } from './bootstrap/tenants.ts';
import { type Config, isOpen } from './config/config.ts';
import { createApollo } from './graphql/apollo.ts';
import { Documents } from './graphql/documents.ts';
import { hideFederationFields } from './graphql/federation-access.plugin.ts';
import { observeRootFields, rootFieldResults } from './graphql/root-fields.ts';
import { createApp } from './http/app.ts';
import { createAuthenticationHook } from './http/authentication.hook.ts';
import { HOSTED_SANDBOX } from './http/cors.ts';
import { contextFactory } from './http/create-context.ts';
import { addGraphQLRoute } from './http/graphql-route.ts';
import { addHealthRoutes } from './http/health.ts';
import { InFlightRequests } from './http/in-flight-requests.ts';
import { createSandbox } from './http/sandbox.ts';
import { startMetrics } from './metrics/metrics-server.ts';
import { buildSchema } from './schema/build-schema.ts';

export interface Service {
  /** The address it listens on, for example `http://127.0.0.1:4000`. */
  readonly url: string;
  /** The port of the metrics server; undefined when there is none. */
  readonly metricsPort: number | undefined;
  /** The embedded Z-API's address; undefined in live mode. */
  readonly simulatorUrl: string | undefined;
  /** Reads the file of API keys again; undefined when there is none. */
  readonly rereadApiKeys: (() => void) | undefined;
  /** Refuses new work, but listens until everything in flight has finished, so that probes see that it is not ready; then closes. */
  close(): Promise<void>;
  /** The request ids of the operations in flight. */
  inFlight(): readonly string[];
}

export interface ServiceParts extends TenantParts {
  readonly audit: ReturnType<typeof createAuditLog>;
  /** The document that the Sandbox opens with; by default the one for the mode. */
  readonly sandboxDocument?: string;
}

/** How long slow readers have to take responses that are still being sent when nothing runs any more. In milliseconds. */
const FLUSH_MS = 1_000;

/** The composition root: creates every part from the configuration, and listens. Rejects when the address is taken. */
export const startService = async (config: Config, parts: ServiceParts): Promise<Service> => {
  const tenants = await createTenants(config, parts);
  try {
    return await startFor(tenants, config, parts);
  } catch (error) {
    await tenants.close();
    throw error;
  }
};

const startFor = async (
  tenants: Tenants,
  config: Config,
  { audit, sandboxDocument, log, clock }: ServiceParts,
): Promise<Service> => {
  const { authenticate, rereadApiKeys } = createAuthentication(config.auth);

  const schema = schemaFor(config);
  const inFlight = new InFlightRequests();
  const metrics = await startMetrics(config.metrics, () => ({
    results: rootFieldResults(schema),
    load: {
      operationsInFlight: () => inFlight.size,
      tenants: () => tenants.all.map(({ load }) => load()),
    },
    log,
  }));
  const { observer } = metrics;
  observeRootFields(schema, observer);
  const apollo = createApollo(schema, {
    introspection: config.introspection,
    requiresRouterSecret: config.routerSecrets.length > 0,
    observer,
    log,
  });
  await apollo.start();

  const app = await createApp({
    browsers: {
      origins: config.production ? config.corsOrigins : [...config.corsOrigins, HOSTED_SANDBOX],
      open: isOpen(config.auth),
    },
    observer,
    log,
  });
  addHealthRoutes(app, inFlight);
  addGraphQLRoute(app, {
    apollo,
    authenticate: createAuthenticationHook({
      authenticate,
      routerSecrets: config.routerSecrets,
      findTenant: tenants.find,
      tenantOfNobody: createTenantOfNobody(config, { log, clock }),
      challenge: config.auth.tokens ? 'Bearer' : 'ApiKey header="x-api-key"',
    }),
    createContext: contextFactory({ deadlineMs: config.deadlineMs, audit, observer, clock }),
    documents: new Documents(schema, config),
    inFlight,
    sandbox: config.sandbox
      ? await createSandbox(sandboxDocument ?? readSandboxDocument(config.zApi.mode))
      : undefined,
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
    simulatorUrl: tenants.simulatorUrl,
    rereadApiKeys: rereadApiKeys && (() => rereadApiKeys(log)),
    async close() {
      inFlight.close();
      await inFlight.idle();
      const closed = app.close();
      setTimeout(() => app.server.closeAllConnections(), FLUSH_MS).unref();
      await closed;
      await apollo.stop();
      await metrics.close();
      await tenants.close();
    },
    inFlight: () => inFlight.requestIds(),
  };
};

const schemaFor = ({ introspection, routerSecrets }: Config) => {
  const schema = buildSchema();
  return routerSecrets.length > 0 || introspection ? schema : hideFederationFields(schema);
};

const urlOf = ({ address, family, port }: AddressInfo): string =>
  `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
