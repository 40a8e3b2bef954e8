import type { Logger } from 'pino';
import type { Tenancy } from '../api/context/tenant.ts';
import type { Config } from '../config/config.ts';
import type { InstanceConfig } from '../config/z-api-config.ts';
import type { Simulator } from '../simulator/simulator.ts';
import { type Clock, systemClock } from '../utils/clock.ts';
import { CircuitBreaker, type CircuitState } from '../z-api/circuit-breaker.ts';
import { createTransport, type Fetch } from '../z-api/transport.ts';
import { ZApiDatasource } from '../z-api/z-api.datasource.ts';

/** The Z-API instances this process works with: real ones, or the simulator started for it. */
export interface ZApiInstances {
  readonly tenancies: readonly Tenancy[];
  readonly simulator: Simulator | undefined;
}

export const openZApiInstances = async (config: Config, log: Logger): Promise<ZApiInstances> => {
  const { zApi } = config;
  const open = (instance: InstanceConfig) => openTenancy(instance, config, log);
  if (zApi.mode === 'live') return { tenancies: zApi.instances.map(open), simulator: undefined };
  const { startSimulator } = await import('../simulator/simulator.ts');
  const simulator = await startSimulator();
  const access = { baseUrl: simulator.url, ...simulator.credentials };
  return { tenancies: zApi.tenants.map((tenant) => open({ ...tenant, access })), simulator };
};

/** One instance of the configuration, behind a circuit breaker of its own. */
export const openTenancy = (
  { access, tenant, communities }: InstanceConfig,
  { attemptTimeoutMs, breakerFailures }: Config,
  log: Logger,
  fetch?: Fetch,
  clock: Clock = systemClock,
): Tenancy => {
  const breaker = new CircuitBreaker({
    failures: breakerFailures,
    onChange: logCircuit(log, tenant),
    clock,
  });
  return {
    zApi: new ZApiDatasource(createTransport(access, fetch, clock), attemptTimeoutMs, breaker),
    tenant,
    communities,
  };
};

/** Says when an instance is given up and when it is back; what its probes come to in between is not worth a line. */
const logCircuit = (log: Logger, tenant: string | undefined): ((state: CircuitState) => void) => {
  let isBroken = false;
  return (state) => {
    if (state === 'open' && !isBroken) log.warn({ tenant }, 'circuit opened: nothing is sent to Z-API');
    if (state === 'closed') log.info({ tenant }, 'circuit closed: Z-API answers again');
    isBroken = state !== 'closed';
  };
};
