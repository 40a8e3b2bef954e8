import { context, propagation, SpanKind, type SpanOptions, trace } from '@opentelemetry/api';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { describe, inSpan, markFailed } from '../utils/tracing.ts';

const SPAN: SpanOptions = {
  kind: SpanKind.SERVER,
  attributes: { 'http.request.method': 'POST', 'http.route': '/graphql' },
};

/**
 * Runs a request in a SERVER span, which continues the caller's trace (`traceparent`) and also holds the reads that begin
 * after their root field has ended. Only runs it where the operator's HTTP instrumentation has started such a span.
 */
export const inRequestSpan = <T>(
  { headers }: FastifyRequest,
  reply: FastifyReply,
  run: () => Promise<T>,
): Promise<T> => {
  if (trace.getActiveSpan() !== undefined) return run();
  return context.with(propagation.extract(context.active(), headers), () =>
    inSpan('POST /graphql', SPAN, async (span) => {
      const answer = await run();
      describe(span, () => ({ 'http.response.status_code': reply.statusCode }));
      if (reply.statusCode >= 500) markFailed(span, String(reply.statusCode));
      return answer;
    }),
  );
};
