import { NO_OBSERVER, type ServiceObserver } from '../front-door/service-observer.ts';
import type { MetricsAddress } from './metrics-server.ts';
import type { MetricsParts } from './service-metrics.ts';

export interface OpenMetrics {
  readonly observer: ServiceObserver;
  /** Where they are served; undefined where they are not. */
  readonly port: number | undefined;
  /** To be called last: what goes on while the service stops is of interest too. */
  close(): Promise<void>;
}

const NO_METRICS: OpenMetrics = { observer: NO_OBSERVER, port: undefined, close: async () => {} };

/** Serves metrics where an address is set; nothing is loaded or counted otherwise. Rejects when it cannot listen. */
export const openMetrics = async (
  address: MetricsAddress | undefined,
  parts: () => MetricsParts,
): Promise<OpenMetrics> => {
  if (address === undefined) return NO_METRICS;
  const [{ createServiceMetrics }, { startMetricsServer }] = await Promise.all([
    import('./service-metrics.ts'),
    import('./metrics-server.ts'),
  ]);
  const made = parts();
  const metrics = createServiceMetrics(made);
  const { port, close } = await startMetricsServer(address, metrics, made.log);
  return { observer: metrics.observer, port, close };
};
