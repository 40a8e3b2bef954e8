import { Registry } from 'prom-client';
import { type Log, logUnexpected } from '../community/log.ts';
import type { ServiceObserver } from '../front-door/service-observer.ts';
import { OTHER, STATUSES } from './closed-words.ts';
import { type Load, loadMetrics } from './load-metrics.ts';
import { operationMetrics } from './operation-metrics.ts';
import { processMetrics } from './process-metrics.ts';
import { byWord, Series } from './series.ts';
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
  const series = new Series(registry);
  const operations = operationMetrics(series, results);
  const upstream = upstreamMetrics(series);
  const answers = series.counter('http_responses_total', 'Answers sent, by HTTP status.', ['status']);
  const statuses = byWord(STATUSES, (status) => answers({ status }));
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
      failureTold: safely(operations.failureTold),
      exchangeEnded: safely(upstream),
      answered: safely((status) => (statuses.get(String(status)) ?? statuses.get(OTHER))?.()),
    },
    contentType: all.contentType,
    text: () => all.metrics(),
  };
};
