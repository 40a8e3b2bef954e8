import { context, createContextKey, ROOT_CONTEXT, SpanKind, type SpanOptions } from '@opentelemetry/api';
import type { Endpoint } from '../utils/service-observer.ts';
import { describe, inSpan, markFailed } from '../utils/tracing.ts';
import type { Exchange } from './exchange.ts';

/** As OpenTelemetry names the parts of an HTTP call, but for the URL: of that only the template, since it holds two secrets. */
const spanOf = (method: 'GET' | 'POST', resource: string): SpanOptions => ({
  kind: SpanKind.CLIENT,
  attributes: {
    'http.request.method': method,
    'url.template': `/instances/{instanceId}/token/{token}/${resource}`,
  },
});

const SPANS: Readonly<Record<Endpoint, SpanOptions>> = {
  'communities/unlink': spanOf('POST', 'communities/unlink'),
  communities: spanOf('GET', 'communities'),
  'communities-metadata': spanOf('GET', 'communities-metadata/{communityId}'),
  status: spanOf('GET', 'status'),
};

/**
 * A context in which SDKs make no spans and add no headers, and that knows neither the trace nor the baggage of the caller.
 * Instrumentation of `node:http` would write the URL with its secrets into a span, and tell Z-API of the trace. The key is
 * that of `suppressTracing` in @opentelemetry/core, which is the operator's to install.
 */
const UNTRACED = ROOT_CONTEXT.setValue(
  createContextKey('OpenTelemetry SDK Context Key SUPPRESS_TRACING'),
  true,
);

/** Makes one attempt of a call in a span of its own, and all that the transport does out of sight of any SDK. */
export const inExchangeSpan = (
  endpoint: Endpoint,
  attempt: number,
  exchange: () => Promise<Exchange>,
): Promise<Exchange> =>
  inSpan(endpoint, SPANS[endpoint], async (span) => {
    const came = await context.with(UNTRACED, exchange);
    const status = came.kind === 'answered' ? came.answer.status : undefined;
    describe(span, () => ({
      ...(status !== undefined && { 'http.response.status_code': status }),
      ...(attempt > 1 && { 'http.request.resend_count': attempt - 1 }),
    }));
    if (came.fault !== undefined) markFailed(span, came.fault);
    else if (status !== undefined && status >= 400) markFailed(span, String(status));
    return came;
  });
