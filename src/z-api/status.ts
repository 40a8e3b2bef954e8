import { classifyRead } from './classification.ts';
import { type Exchange, isSuccess } from './exchange.ts';
import { parseAnswer } from './parsed-answer.ts';
import type { ReadResult } from './read-result.ts';

/** `GET /status` answers `{connected, error, smartphoneConnected}` (doc). */
export interface ConnectionStatus {
  readonly connected: boolean;
}

/** A healthy answer carries an `error` text too ("You are already connected."): `connected` decides (doc). */
export const classifyStatus = (exchange: Exchange): ReadResult<ConnectionStatus> => {
  if (exchange.kind === 'answered' && isSuccess(exchange.answer)) {
    const { connected } = parseAnswer(exchange.answer).fields;
    if (typeof connected === 'boolean') return { kind: 'found', value: { connected } };
  }
  const outcome = classifyRead(exchange);
  return { kind: 'failed', meaning: outcome.kind === 'failed' ? outcome.meaning : { kind: 'unknown' } };
};
