import pLimit from 'p-limit';
import type { Logger } from 'pino';
import type { Tenant } from '../api/context/tenant.ts';
import { UnlinkCoordinator } from '../api/membership/coordinator.ts';
import { UnlinkService } from '../api/membership/service.ts';
import type { Config, TenantConfig } from '../config/config.ts';
import { KeyedSemaphore } from '../store/keyed-semaphore.ts';
import { RateLimiter } from '../store/rate-limiter.ts';
import { type Clock, systemClock } from '../utils/clock.ts';
import { CircuitBreaker, type CircuitState } from '../z-api/circuit-breaker.ts';
import type { Transport } from '../z-api/exchange.ts';
import type { Fetch } from '../z-api/fetch.ts';
import { createTransport } from '../z-api/transport.ts';
import { ZApiDatasource } from '../z-api/z-api.datasource.ts';

/** How many reads for queries may run at once on one Z-API instance. */
export const MAX_CONCURRENT_READS = 4;

/** What a tenant needs besides its configuration. */
export interface TenantParts {
  readonly log: Logger;
  /** The rest is replaced in tests only. */
  readonly clock?: Clock | undefined;
  readonly fetch?: Fetch | undefined;
  readonly zApi?: ZApiDatasource | undefined;
}

export interface Tenants {
  /** The embedded Z-API's address; undefined in live mode. */
  readonly simulatorUrl: string | undefined;
  readonly all: readonly Tenant[];
  /** The tenant of a caller; undefined when there is none of that name. One unnamed tenant serves all callers. */
  readonly find: (name: string | undefined) => Tenant | undefined;
  readonly close: () => Promise<void>;
}

/** The tenants of the configuration; in simulator mode all share the one instance of a simulator that is started for them. */
export const createTenants = async (config: Config, parts: TenantParts): Promise<Tenants> => {
  const { zApi } = config;
  if (zApi.mode === 'live') return assembleAll(zApi.tenants, config, parts);
  const { startSimulator } = await import('../simulator/simulator.ts');
  const { url, credentials, close } = await startSimulator();
  const access = { baseUrl: url, ...credentials };
  const tenants = zApi.tenants.map((tenant) => ({ ...tenant, access }));
  return { ...assembleAll(tenants, config, parts), simulatorUrl: url, close };
};

const assembleAll = (tenants: readonly TenantConfig[], config: Config, parts: TenantParts): Tenants => {
  const byName = new Map(tenants.map((tenant) => [tenant.name, createTenant(tenant, config, parts)]));
  const unnamed = byName.get(undefined);
  return {
    simulatorUrl: undefined,
    all: [...byName.values()],
    find: (name) => unnamed ?? byName.get(name),
    close: async () => {},
  };
};

const createTenant = (tenant: TenantConfig, config: Config, parts: TenantParts): Tenant =>
  assemble(tenant, createTransport(tenant.access, parts.fetch, parts.clock), config, parts);

/** The tenant of a gateway that sends no caller's credential: it may use no community and reaches no Z-API. */
export const createTenantOfNobody = (config: Config, parts: TenantParts): Tenant =>
  assemble(
    { name: undefined, communities: [] },
    async () => ({ kind: 'not-sent', cause: 'unreachable', fault: 'NOBODY' }),
    config,
    parts,
  );

const assemble = (
  { name, communities }: Omit<TenantConfig, 'access'>,
  transport: Transport,
  { attemptTimeoutMs, breakerFailures, limits, readBack }: Config,
  { log, clock = systemClock, ...parts }: TenantParts,
): Tenant => {
  const breaker = new CircuitBreaker({
    failures: breakerFailures,
    clock,
    onChange: logCircuit(log, name),
  });
  const zApi = parts.zApi ?? new ZApiDatasource(transport, attemptTimeoutMs, breaker);
  const turns = new KeyedSemaphore({
    atOnce: limits.instanceConcurrentUnlinks,
    waiting: limits.instanceQueueLimit,
  });
  const readsInTurn = pLimit(MAX_CONCURRENT_READS);
  const usable = communities && new Set(communities);
  return {
    name,
    zApi,
    unlinks: new UnlinkCoordinator(new UnlinkService(zApi, readBack), {
      mutations: new RateLimiter(limits.instanceMutationsPerMinute),
      turns,
    }),
    reads: { inTurn: readsInTurn, perMinute: new RateLimiter(limits.instanceReadsPerMinute) },
    callerLimits: {
      mutations: new RateLimiter(limits.callerMutationsPerMinute),
      queries: new RateLimiter(limits.callerQueriesPerMinute),
    },
    mayUse: (communityId) => usable === undefined || usable.has(communityId),
    load: () => ({
      unlinksUnderWay: turns.load.taken,
      unlinksWaiting: turns.load.waiting,
      unlinksTurnedAway: turns.load.rejected,
      readsWaiting: readsInTurn.pendingCount,
      circuit: zApi.breaker.state,
    }),
  };
};

/** Logs when a circuit opens and when it closes, but not the failed probes in between. */
const logCircuit = (log: Logger, tenant: string | undefined): ((state: CircuitState) => void) => {
  let isBroken = false;
  return (state) => {
    if (state === 'open' && !isBroken) log.warn({ tenant }, 'circuit opened: nothing is sent to Z-API');
    if (state === 'closed') log.info({ tenant }, 'circuit closed: Z-API answers again');
    isBroken = state !== 'closed';
  };
};
