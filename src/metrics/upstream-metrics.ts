import { ENDPOINTS, type ExchangeObserver, type ExchangeReport } from '../utils/service-observer.ts';
import { MAX_ATTEMPTS } from '../z-api/retry.ts';
import { byLabel, type MetricRegistry } from './registry.ts';

/** What one attempt of a call to Z-API can come to. `broken` is an answer whose body did not come whole. */
export const UPSTREAM_OUTCOMES = [
  '2xx',
  '3xx',
  '4xx',
  '429',
  '5xx',
  'other',
  'broken',
  'timeout',
  'no-answer',
  'not-sent',
] as const;
export type UpstreamOutcome = (typeof UPSTREAM_OUTCOMES)[number];

const BY_FIRST_DIGIT: Readonly<Record<number, UpstreamOutcome>> = { 2: '2xx', 3: '3xx', 4: '4xx', 5: '5xx' };

export const upstreamOutcomeOf = ({ kind, status = 0, fault }: ExchangeReport): UpstreamOutcome => {
  if (kind === 'not-sent') return 'not-sent';
  if (fault === 'TIMEOUT' || fault === 'DEADLINE_PASSED') return 'timeout';
  if (kind === 'no-answer') return 'no-answer';
  if (status === 429) return '429';
  return fault === undefined ? (BY_FIRST_DIGIT[Math.floor(status / 100)] ?? 'other') : 'broken';
};

export const upstreamMetrics = (series: MetricRegistry): ExchangeObserver => {
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
  const endpoints = byLabel(ENDPOINTS, (endpoint) => ({
    came: byLabel(UPSTREAM_OUTCOMES, (outcome) => calls({ endpoint, outcome })),
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
