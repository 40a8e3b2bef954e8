import {
  type Attributes,
  context,
  INVALID_SPAN_CONTEXT,
  isSpanContextValid,
  type Span,
  type SpanOptions,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';

const tracer = trace.getTracer('z-api-communities-graphql');

/** Stands for a span where there is none. */
const NO_SPAN = trace.wrapSpanContext(INVALID_SPAN_CONTEXT);

/**
 * Runs in a span of its own, which ends when the promise settles. Where no OpenTelemetry SDK is registered it only runs.
 * What an SDK throws is lost: it never changes what comes of what is traced.
 */
export const inSpan = <T>(
  name: string,
  options: SpanOptions,
  run: (span: Span) => Promise<T>,
): Promise<T> => {
  const span = attempt(() => tracer.startSpan(name, options)) ?? NO_SPAN;
  if (!isSpanContextValid(span.spanContext())) return run(span);
  return context.with(trace.setSpan(context.active(), span), async () => {
    try {
      return await run(span);
    } finally {
      attempt(() => span.end());
    }
  });
};

/** Attributes of a span, made only where somebody records them. They hold closed words and the request id: nothing else of a caller. */
export const describe = (span: Span, attributes: () => Attributes): void => {
  attempt(() => {
    if (span.isRecording()) span.setAttributes(attributes());
  });
};

/** Marks a span as failed, with a token or code for a reason: never the text of an error, which may quote what was sent. */
export const markFailed = (span: Span, reason: string): void => {
  attempt(() => span.setAttribute('error.type', reason).setStatus({ code: SpanStatusCode.ERROR }));
};

/** What an SDK throws is lost. */
export const attempt = <T>(call: () => T): T | undefined => {
  try {
    return call();
  } catch {
    return undefined;
  }
};
