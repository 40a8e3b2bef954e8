import { expect, it } from '@jest/globals';
import { type Span, type Tracer, trace } from '@opentelemetry/api';
import { describe as describeSpan, inSpan, markFailed } from '../../../src/utils/tracing.ts';

const breaks = () => {
  throw new Error('broken');
};
const VALID = trace.wrapSpanContext({ traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), traceFlags: 1 });
const BROKEN = {
  spanContext: () => VALID.spanContext(),
  isRecording: breaks,
  setAttribute: breaks,
  setStatus: breaks,
  end: breaks,
} as unknown as Span;

let startSpan: () => Span;
trace.setGlobalTracerProvider({ getTracer: () => ({ startSpan: () => startSpan() }) as unknown as Tracer });

it.each([
  ['cannot start a span', breaks],
  ['breaks in everything a span can do', () => BROKEN],
])('an SDK that %s changes nothing of what is traced', async (_, start) => {
  startSpan = start;
  const run = (comesTo: () => Promise<number>) =>
    inSpan('any', {}, async (span) => {
      describeSpan(span, () => ({}));
      markFailed(span, 'X');
      return comesTo();
    });
  expect(await run(async () => 7)).toBe(7);
  await expect(run(() => Promise.reject(new Error('thrown inside')))).rejects.toThrow('thrown inside');
});
