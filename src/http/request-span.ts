import { context, propagation, SpanKind, type SpanOptions, trace } from '@opentelemetry/api';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { attempt, describe, inSpan, markFailed } from '../utils/tracing.ts';

const SPAN: SpanOptions = {
  kind: SpanKind.SERVER,
  attributes: { 'http.request.method': 'POST', 'http.route': '/graphql' },
};

/**
 * Runs a request in the trace that its caller is in, as the headers tell (`traceparent`), in a span that holds all it comes
 * to: some reads begin when the field that asks for them has ended. Where an SDK's own instrumentation of HTTP has begun
 * a span already, that one does.
 */
export const inRequestSpan = <T>(
  { headers }: FastifyRequest,
  reply: FastifyReply,
  run: () => Promise<T>,
): Promise<T> => {
  if (trace.getActiveSpan() !== undefined) return run();
  const callers = attempt(() => propagation.extract(context.active(), headers)) ?? context.active();
  return context.with(callers, () =>
    inSpan('POST /graphql', SPAN, async (span) => {
      const answer = await run();
      describe(span, () => ({ 'http.response.status_code': reply.statusCode }));
      if (reply.statusCode >= 500) markFailed(span, String(reply.statusCode));
      return answer;
    }),
  );
};
