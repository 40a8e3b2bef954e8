import { collectDefaultMetrics, Registry } from 'prom-client';

/** How often the event loop is looked at, in milliseconds: often enough for delays that callers would notice. */
const EVENT_LOOP_PRECISION_MS = 20;

let registry: Registry | undefined;

/** Processor, memory, event loop and garbage collection: of the process, so collected once however many services run in it. */
export const processMetrics = (): Registry => {
  if (registry === undefined) {
    registry = new Registry();
    collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: EVENT_LOOP_PRECISION_MS });
  }
  return registry;
};
