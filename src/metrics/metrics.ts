import { collectDefaultMetrics, Registry } from 'prom-client';
import type { TenantLoad } from '../api/context/tenant.ts';
import { type Log, logUnexpected } from '../utils/log.ts';
import type { ServiceObserver } from '../utils/service-observer.ts';
import { CIRCUIT_STATES } from '../z-api/circuit-breaker.ts';
import { OTHER, operationMetrics, STATUSES } from './operation-metrics.ts';
import { byLabel, MetricRegistry } from './registry.ts';
import { upstreamMetrics } from './upstream-metrics.ts';

export interface MetricsParts {
  /** The root fields, and what each can come to. */
  readonly results: ReadonlyMap<string, readonly string[]>;
  readonly load: Load;
  readonly log: Log;
}

export interface ServiceMetrics {
  readonly observer: ServiceObserver;
  readonly contentType: string;
  /** All of them, as Prometheus reads them. */
  readonly text: () => Promise<string>;
}

/** The metrics of one service, in a registry of its own, and of the process it runs in. */
export const createServiceMetrics = ({ results, load, log }: MetricsParts): ServiceMetrics => {
  const registry = new Registry();
  const series = new MetricRegistry(registry);
  const operations = operationMetrics(series, results);
  const upstream = upstreamMetrics(series);
  const answers = series.counter('http_responses_total', 'Answers sent, by HTTP status.', ['status']);
  const statuses = byLabel(STATUSES, (status) => answers({ status }));
  loadMetrics(series, load);

  /** What is counted has happened: that it could not be counted must not change what is told of it. */
  const safely =
    <A extends unknown[]>(count: (...args: A) => void) =>
    (...args: A): void => {
      try {
        count(...args);
      } catch (error) {
        logUnexpected(log, error, 'something could not be counted');
      }
    };

  const all = Registry.merge([registry, processMetrics()]);
  return {
    observer: {
      rootFieldEnded: safely(operations.rootFieldEnded),
      endedWithoutRootField: safely(operations.endedWithoutRootField),
      failureReported: safely(operations.failureReported),
      exchangeEnded: safely(upstream),
      answered: safely((status) => (statuses.get(String(status)) ?? statuses.get(OTHER))?.()),
    },
    contentType: all.contentType,
    text: () => all.metrics(),
  };
};

/** What goes on now, read when the metrics are asked for. */
export interface Load {
  readonly operationsInFlight: () => number;
  /** Of each Z-API instance. */
  readonly tenants: () => readonly TenantLoad[];
}

/** Summed over the instances: who they are is no label. */
const loadMetrics = (series: MetricRegistry, { operationsInFlight, tenants }: Load): void => {
  const sum = (of: (load: TenantLoad) => number) => () =>
    tenants().reduce((total, load) => total + of(load), 0);

  series.gauge('operations_in_flight', 'Requests to GraphQL that are not over yet.', operationsInFlight);
  series.gauge(
    'unlinks_under_way',
    'Unlinks that have their turn.',
    sum(({ unlinksUnderWay }) => unlinksUnderWay),
  );
  series.gauge(
    'unlinks_waiting',
    'Unlinks that wait for their turn.',
    sum(({ unlinksWaiting }) => unlinksWaiting),
  );
  series.count(
    'unlinks_turned_away_total',
    'Unlinks that got no turn: too many waited already, or none came in time.',
    sum(({ unlinksTurnedAway }) => unlinksTurnedAway),
  );
  series.gauge(
    'reads_waiting',
    'Reads for queries that wait for others.',
    sum(({ readsWaiting }) => readsWaiting),
  );
  series.gauges(
    'circuit_breakers',
    'Z-API instances, by the state of their circuit breaker.',
    'state',
    () => {
      const states = tenants().map(({ circuit }) => circuit);
      return Object.fromEntries(
        CIRCUIT_STATES.map((state) => [state, states.filter((one) => one === state).length]),
      );
    },
  );
};

/** How often the event loop is looked at, in milliseconds: often enough for delays that callers would notice. */
const EVENT_LOOP_PRECISION_MS = 20;

let registry: Registry | undefined;

/** Processor, memory, event loop and garbage collection: of the process, so collected once however many services run in it. */
const processMetrics = (): Registry => {
  if (registry === undefined) {
    registry = new Registry();
    collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: EVENT_LOOP_PRECISION_MS });
  }
  return registry;
};
