import type { RateLimiter } from '../../store/rate-limiter.ts';
import type { CircuitState } from '../../z-api/circuit-breaker.ts';
import type { ZApiDatasource } from '../../z-api/z-api.datasource.ts';
import type { UnlinkCoordinator } from '../membership/coordinator.ts';

/** Whom the service acts for, with the Z-API instance that belongs to it. Tenants share nothing. */
export interface Tenant {
  /** Undefined when one tenant serves all callers. */
  readonly name: string | undefined;
  readonly zApi: ZApiDatasource;
  readonly unlinks: UnlinkCoordinator;
  readonly reads: ReadLimits;
  readonly callerLimits: CallerLimits;
  /** Whether the tenant's callers may see and change a community. */
  readonly mayUse: (communityId: string) => boolean;
  readonly load: () => TenantLoad;
}

/** Limits of one caller, counted by the caller's id. */
export interface CallerLimits {
  readonly mutations: RateLimiter;
  readonly queries: RateLimiter;
}

/** Limits of the reads for queries on one Z-API instance. */
export interface ReadLimits {
  /** Runs a read once fewer than the allowed number are running. */
  readonly inTurn: <T>(read: () => Promise<T>) => Promise<T>;
  readonly perMinute: RateLimiter;
}

/** What is running for a tenant now, and how many unlinks were rejected for want of a turn so far. */
export interface TenantLoad {
  readonly unlinksUnderWay: number;
  readonly unlinksWaiting: number;
  readonly unlinksTurnedAway: number;
  readonly readsWaiting: number;
  readonly circuit: CircuitState;
}
