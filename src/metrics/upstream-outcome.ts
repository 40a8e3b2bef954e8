import type { ExchangeReport } from '../z-api/exchange-report.ts';

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
