import type { Config } from './config.ts';
import type { Simulator } from './simulator/simulator.ts';
import type { ZApiAccess } from './z-api/transport.ts';

/** The Z-API instance this process works with: the real one, or the simulator started for it. */
export interface ZApiInstance {
  readonly access: ZApiAccess;
  readonly simulator: Simulator | undefined;
}

export const openZApiInstance = async ({ zApi }: Config): Promise<ZApiInstance> => {
  if (zApi.mode === 'live') return { access: zApi, simulator: undefined };
  const { startSimulator } = await import('./simulator/simulator.ts');
  const simulator = await startSimulator();
  return { access: { baseUrl: simulator.url, ...simulator.credentials }, simulator };
};
