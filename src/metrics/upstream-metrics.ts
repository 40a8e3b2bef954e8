import { ENDPOINTS, type ExchangeObserver } from '../z-api/exchange-report.ts';
import { MAX_ATTEMPTS } from '../z-api/retry.ts';
import { byWord, type Series } from './series.ts';
import { UPSTREAM_OUTCOMES, upstreamOutcomeOf } from './upstream-outcome.ts';

export const upstreamMetrics = (series: Series): ExchangeObserver => {
  const calls = series.counter('upstream_calls_total', 'Attempts of calls to Z-API, by what came back.', [
    'endpoint',
    'outcome',
  ]);
  const attempts = series.counter(
    'upstream_attempts_total',
    'The same attempts, by which one of its call each was.',
    ['endpoint', 'attempt'],
  );
  const durations = series.durations('upstream_duration_seconds', 'Time that an attempt took.', ['endpoint']);

  const numbers = Array.from({ length: MAX_ATTEMPTS }, (_, index) => index + 1);
  const endpoints = byWord(ENDPOINTS, (endpoint) => ({
    came: byWord(UPSTREAM_OUTCOMES, (outcome) => calls({ endpoint, outcome })),
    made: new Map(numbers.map((attempt) => [attempt, attempts({ endpoint, attempt: String(attempt) })])),
    took: durations({ endpoint }),
  }));
  return (report) => {
    const endpoint = endpoints.get(report.endpoint);
    endpoint?.came.get(upstreamOutcomeOf(report))?.();
    endpoint?.made.get(report.attempt)?.();
    endpoint?.took(report.milliseconds);
  };
};
