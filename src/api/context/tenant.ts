import pLimit from 'p-limit';
import { Turns } from '../../store/keyed-semaphore.ts';
import { RateLimit } from '../../store/rate-limiter.ts';
import type { CircuitState } from '../../z-api/circuit-breaker.ts';
import { ZApiDatasource } from '../../z-api/z-api.datasource.ts';
import type { ReadLimits } from '../community/community-loader.ts';
import { Unlinks } from '../membership/coordinator.ts';
import { GroupUnlinker, type ReadBackWhen } from '../membership/service.ts';
import type { CallerLimits } from './operation-context.ts';

/** The most reads for queries that are under way at once on one Z-API instance. */
export const MAX_CONCURRENT_READS = 4;

/** One Z-API instance and all that its operations share. Nothing of it is shared with another instance. */
export interface Instance {
  readonly zApi: ZApiDatasource;
  readonly unlinks: Unlinks;
  readonly reads: ReadLimits;
  readonly callers: CallerLimits;
  readonly mayUse: (communityId: string) => boolean;
  readonly load: () => InstanceLoad;
}

/** What goes on at an instance now, and how many unlinks got no turn so far. */
export interface InstanceLoad {
  readonly unlinksUnderWay: number;
  readonly unlinksWaiting: number;
  readonly unlinksTurnedAway: number;
  readonly readsWaiting: number;
  readonly circuit: CircuitState;
}

/** An instance before its queues and limits are made. */
export interface Tenancy {
  readonly zApi: ZApiDatasource;
  /** Whose it is; undefined when it is everyone's. */
  readonly tenant: string | undefined;
  /** The communities its callers may see and change; undefined for all. */
  readonly communities: readonly string[] | undefined;
}

export interface InstanceSettings {
  readonly readBack: ReadBackWhen;
  readonly limits: InstanceLimits;
}

/** How much is allowed on one instance; 0 a minute is no limit. */
export interface InstanceLimits {
  readonly callerMutationsPerMinute: number;
  readonly instanceMutationsPerMinute: number;
  readonly callerQueriesPerMinute: number;
  readonly instanceReadsPerMinute: number;
  readonly instanceConcurrentUnlinks: number;
  readonly instanceQueueLimit: number;
}

/** Finds a tenant's instance; undefined when the tenant has none. */
export type FindInstance = (tenant: string | undefined) => Instance | undefined;

export interface Instances {
  readonly all: readonly Instance[];
  readonly find: FindInstance;
}

export const openInstances = (tenancies: readonly Tenancy[], settings: InstanceSettings): Instances => {
  const instances = new Map(tenancies.map((tenancy) => [tenancy.tenant, createInstance(tenancy, settings)]));
  const everyones = instances.get(undefined);
  return { all: [...instances.values()], find: (tenant) => everyones ?? instances.get(tenant) };
};

const createInstance = ({ zApi, communities }: Tenancy, { readBack, limits }: InstanceSettings): Instance => {
  const usable = communities && new Set(communities);
  const turns = new Turns({ atOnce: limits.instanceConcurrentUnlinks, waiting: limits.instanceQueueLimit });
  const inTurn = pLimit(MAX_CONCURRENT_READS);
  return {
    zApi,
    unlinks: new Unlinks(new GroupUnlinker(zApi, readBack), {
      mutations: new RateLimit(limits.instanceMutationsPerMinute),
      turns,
    }),
    reads: {
      inTurn,
      perMinute: new RateLimit(limits.instanceReadsPerMinute),
    },
    callers: {
      mutations: new RateLimit(limits.callerMutationsPerMinute),
      queries: new RateLimit(limits.callerQueriesPerMinute),
    },
    mayUse: (communityId) => usable === undefined || usable.has(communityId),
    load: () => ({
      unlinksUnderWay: turns.load.taken,
      unlinksWaiting: turns.load.waiting,
      unlinksTurnedAway: turns.load.turnedAway,
      readsWaiting: inTurn.pendingCount,
      circuit: zApi.breaker.state,
    }),
  };
};

/** Reaches no Z-API: stands where there is nobody to act for. */
export const openNowhere = (settings: InstanceSettings): Instance => {
  const zApi = new ZApiDatasource(
    async () => ({ kind: 'not-sent', cause: 'unreachable', fault: 'NOBODY' }),
    Number.POSITIVE_INFINITY,
  );
  return createInstance({ zApi, tenant: undefined, communities: [] }, settings);
};
