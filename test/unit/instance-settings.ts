import type { InstanceSettings } from '../../src/api/context/tenant.ts';

/** An instance's settings with no limit but those that are no settings. */
export const INSTANCE_SETTINGS: InstanceSettings = {
  readBack: 'on-failure',
  limits: {
    callerMutationsPerMinute: 0,
    instanceMutationsPerMinute: 0,
    callerQueriesPerMinute: 0,
    instanceReadsPerMinute: 0,
    instanceConcurrentUnlinks: 1_000,
    instanceQueueLimit: 1_000,
  },
};
