import type { InstanceLoad } from '../front-door/instance.ts';
import { CIRCUIT_STATES } from '../z-api/circuit-breaker.ts';
import type { Series } from './series.ts';

/** What goes on now, read when the metrics are asked for. */
export interface Load {
  readonly operationsInFlight: () => number;
  /** Of each Z-API instance. */
  readonly instances: () => readonly InstanceLoad[];
}

/** Summed over the instances: who they are is no label. */
export const loadMetrics = (series: Series, { operationsInFlight, instances }: Load): void => {
  const sum = (of: (load: InstanceLoad) => number) => () =>
    instances().reduce((total, load) => total + of(load), 0);

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
      const states = instances().map(({ circuit }) => circuit);
      return Object.fromEntries(
        CIRCUIT_STATES.map((state) => [state, states.filter((one) => one === state).length]),
      );
    },
  );
};
