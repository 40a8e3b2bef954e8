import type { Answer, Exchange, Transport } from '../../../src/z-api/exchange.ts';

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

/** A transport that comes to the same every time and counts how often it was used. */
export const transportOf = (exchange: Exchange | (() => Promise<Exchange>)) => {
  const calls: Parameters<Transport>[] = [];
  const transport: Transport = async (...call) => {
    calls.push(call);
    return typeof exchange === 'function' ? exchange() : exchange;
  };
  return { transport, calls };
};
