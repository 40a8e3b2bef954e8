import type { Config } from './config/config.ts';
import type { InstanceConfig } from './config/z-api-config.ts';
import type { Tenancy } from './front-door/instance.ts';
import type { Simulator } from './simulator/simulator.ts';
import { createTransport } from './z-api/transport.ts';
import { ZApiDatasource } from './z-api/z-api.datasource.ts';

/** The Z-API instances this process works with: real ones, or the simulator started for it. */
export interface ZApiInstances {
  readonly tenancies: readonly Tenancy[];
  readonly simulator: Simulator | undefined;
}

export const openZApiInstances = async ({ zApi, attemptTimeoutMs }: Config): Promise<ZApiInstances> => {
  const open = ({ access, tenant, communities }: InstanceConfig): Tenancy => ({
    zApi: new ZApiDatasource(createTransport(access), attemptTimeoutMs),
    tenant,
    communities,
  });
  if (zApi.mode === 'live') return { tenancies: zApi.instances.map(open), simulator: undefined };
  const { startSimulator } = await import('./simulator/simulator.ts');
  const simulator = await startSimulator();
  const access = { baseUrl: simulator.url, ...simulator.credentials };
  return { tenancies: zApi.tenants.map((tenant) => open({ ...tenant, access })), simulator };
};
