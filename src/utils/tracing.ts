import { type Attributes, type Span, type SpanOptions, SpanStatusCode, trace } from '@opentelemetry/api';

// By specification no call of the OpenTelemetry API throws, and an SDK handles its own errors:
// https://opentelemetry.io/docs/specs/otel/error-handling/
const tracer = trace.getTracer('z-api-communities-graphql');

/** Runs in a span of its own, which ends when the promise settles. Without an OpenTelemetry SDK it only runs. */
export const inSpan = <T>(name: string, options: SpanOptions, run: (span: Span) => Promise<T>): Promise<T> =>
  tracer.startActiveSpan(name, options, async (span) => {
    try {
      return await run(span);
    } finally {
      span.end();
    }
  });

/**
 * Sets attributes of a span, which are computed only where it is recorded. Apart from the request id they hold values of
 * closed sets, none that the caller chose.
 */
export const describe = (span: Span, attributes: () => Attributes): void => {
  if (span.isRecording()) span.setAttributes(attributes());
};

/** Marks a span as failed. The reason is an error code: never the text of an error, which may quote what was sent. */
export const markFailed = (span: Span, reason: string): void => {
  span.setAttribute('error.type', reason).setStatus({ code: SpanStatusCode.ERROR });
};
