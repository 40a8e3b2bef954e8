import type { Answer, Exchange, Transport, UpstreamRequest } from '../../../src/z-api/exchange.ts';

/** An answer with this body: a text as it is, undefined for one that broke, anything else as JSON. */
export const answerOf = (status: number, body: unknown, retryAfter?: string): Answer => ({
  status,
  body: typeof body === 'string' || body === undefined ? body : JSON.stringify(body),
  retryAfter,
});

export const answered = (status: number, body: unknown, retryAfter?: string): Exchange => ({
  kind: 'answered',
  answer: answerOf(status, body, retryAfter),
  fault: body === undefined ? 'FAILED' : undefined,
});

/** What every request comes to, or each. */
export type Answering = Exchange | ((request: UpstreamRequest) => Promise<Exchange>);

/** A transport that answers so and keeps what it was asked. */
export const transportOf = (exchange: Answering) => {
  const calls: Parameters<Transport>[] = [];
  const transport: Transport = async (...call) => {
    calls.push(call);
    return typeof exchange === 'function' ? exchange(call[0]) : exchange;
  };
  return { transport, calls };
};
