import { describe, expect, it } from '@jest/globals';
import { type UpstreamOutcome, upstreamOutcomeOf } from '../../../src/metrics/upstream-metrics.ts';
import type { ExchangeReport } from '../../../src/utils/service-observer.ts';

type Came = Pick<ExchangeReport, 'kind' | 'status' | 'fault'>;

const answered = (status: number, fault?: string): Came => ({ kind: 'answered', status, fault });

describe('an attempt is counted', () => {
  it.each<readonly [UpstreamOutcome, Came]>([
    ['2xx', answered(200)],
    ['2xx', answered(299)],
    ['3xx', answered(302)],
    ['4xx', answered(400)],
    ['4xx', answered(428)],
    ['429', answered(429)],
    ['429', answered(429, 'ECONNRESET')],
    ['5xx', answered(500)],
    ['5xx', answered(599)],
    ['other', answered(101)],
    ['other', answered(999)],
    ['broken', answered(200, 'ECONNRESET')],
    ['broken', answered(502, 'NO_KNOWN_END')],
    ['timeout', answered(200, 'TIMEOUT')],
    ['timeout', { kind: 'no-answer', status: undefined, fault: 'TIMEOUT' }],
    ['no-answer', { kind: 'no-answer', status: undefined, fault: 'ECONNRESET' }],
    ['not-sent', { kind: 'not-sent', status: undefined, fault: 'ECONNREFUSED' }],
    ['not-sent', { kind: 'not-sent', status: undefined, fault: 'TIMEOUT' }],
  ])('as %s: %j', (outcome, came) => {
    expect(upstreamOutcomeOf({ endpoint: 'status', attempt: 1, milliseconds: 7, ...came })).toBe(outcome);
  });
});
