import { type Exchange, isSuccess } from './exchange.ts';
import type { InstanceCause, Meaning, MisconfigurationCause, ReadResult } from './meaning.ts';
import { type ParsedAnswer, parseAnswer, retryAfterSeconds } from './response-bodies.ts';

/**
 * From an answer to its meaning. The first rule that fits decides; what fits none is unknown.
 *
 * Rules are numbered as in the design: (1) by status alone, (2) known error texts, whatever the status,
 * (3) other statuses, (4) the flags of a 2xx body. Each known text carries its mark: doc (Z-API's pages),
 * observed (reported from real calls), code (handled by public clients), guess.
 */
interface Rule {
  readonly rule: string;
  readonly fits: (answer: ParsedAnswer) => boolean;
  readonly means: Meaning | ((answer: ParsedAnswer) => Meaning);
}

const UNKNOWN: Meaning = { kind: 'unknown' };
const REFUSED: Meaning = { kind: 'refused' };
const PROTOCOL: Meaning = { kind: 'protocol' };
const misconfigured = (cause: MisconfigurationCause): Meaning => ({ kind: 'misconfigured', cause });
const instance = (cause: InstanceCause): Meaning => ({ kind: 'instance', cause });

const status =
  (...statuses: readonly number[]) =>
  (answer: ParsedAnswer) =>
    statuses.includes(answer.status);
const statusFrom = (from: number, to: number) => (answer: ParsedAnswer) =>
  answer.status >= from && answer.status <= to;
const error = (form: RegExp) => (answer: ParsedAnswer) =>
  answer.error !== undefined && form.test(answer.error);

const BY_STATUS_ALONE: readonly Rule[] = [
  {
    rule: '1: 429 (guess)',
    fits: status(429),
    means: ({ retryAfter }) => ({ kind: 'limited', retryAfterSeconds: retryAfterSeconds(retryAfter) }),
  },
  { rule: '1: nothing complete came back', fits: ({ body }) => body === undefined, means: UNKNOWN },
  { rule: '1: 1xx', fits: statusFrom(100, 199), means: UNKNOWN },
  { rule: '1: 3xx, never followed', fits: statusFrom(300, 399), means: UNKNOWN },
  { rule: '1: 408, 409, 425', fits: status(408, 409, 425), means: UNKNOWN },
  {
    rule: '1: 5xx except 501 (code: 502, 503, 504 with an HTML page)',
    fits: (answer) => statusFrom(500, 599)(answer) && answer.status !== 501,
    means: UNKNOWN,
  },
];

const BY_KNOWN_ERROR_TEXT: readonly Rule[] = [
  {
    rule: '2: row 3, Client-Token missing though activated (observed)',
    fits: error(/^your client-token is not configured\.?$/i),
    means: misconfigured('client-token-missing'),
  },
  {
    rule: '2: row 3b, its older wording (doc)',
    fits: error(/^null not allowed$/i),
    means: misconfigured('client-token-missing'),
  },
  {
    rule: '2: row 4, Client-Token wrong; the text echoes it (observed)',
    fits: error(/^client-token\b.* not allowed$/is),
    means: misconfigured('client-token-wrong'),
  },
  {
    rule: "2: row 5, this service's IP is not on the allow-list (doc)",
    fits: error(/^[\da-fA-F.:]+ not allowed$/),
    means: misconfigured('address-not-allowed'),
  },
  {
    rule: '2: anything else not allowed',
    fits: error(/ not allowed$/s),
    means: misconfigured('not-allowed'),
  },
  {
    rule: '2: row 6, wrong instance id or token (code)',
    fits: error(/^instance not found\.?$/i),
    means: misconfigured('instance-not-found'),
  },
  {
    rule: '2: row 7, subscription ended (observed)',
    fits: error(/must subscribe to this instance again/i),
    means: instance('subscription-expired'),
  },
  {
    rule: '2: row 8, not connected to WhatsApp (doc for /status, guess elsewhere)',
    fits: error(/^(?:you are not connected|you need to restore the session)\.?$/i),
    means: instance('disconnected'),
  },
  {
    rule: '2: row 9, session stalled (observed); the outcome is unknown',
    fits: error(/smartphone is not responding/i),
    means: UNKNOWN,
  },
  { rule: '2: row 10, unknown route (observed)', fits: error(/^NOT_FOUND$/), means: PROTOCOL },
];

const BY_OTHER_STATUS: readonly Rule[] = [
  { rule: '3: 401, 403', fits: status(401, 403), means: misconfigured('unauthorized') },
  {
    rule: '3: 405 (doc), 406, 410, 413, 414, 415 (doc, observed), 422, 431, 501',
    fits: status(405, 406, 410, 413, 414, 415, 422, 431, 501),
    means: PROTOCOL,
  },
  { rule: '3: 404 with another body', fits: status(404), means: { kind: 'missing' } },
  {
    rule: '3: another 4xx with an error text (row 13, guess)',
    fits: (answer) => statusFrom(400, 499)(answer) && answer.error !== undefined,
    means: REFUSED,
  },
  { rule: '3: another 4xx without one', fits: statusFrom(400, 499), means: UNKNOWN },
];

const BY_ERROR_IN_2XX: readonly Rule[] = [
  {
    rule: '4: row 14, a 2xx that carries an error (code)',
    fits: (answer) => isSuccess(answer) && answer.error !== undefined,
    means: REFUSED,
  },
];

const BY_FLAGS: readonly Rule[] = [
  {
    rule: '4: row 1, success is true (doc)',
    fits: (answer) => isSuccess(answer) && answer.fields.success === true,
    means: { kind: 'done' },
  },
  {
    rule: '4: row 2, success is false (doc); row 15, value is false (doc for siblings)',
    fits: (answer) => isSuccess(answer) && (answer.fields.success === false || answer.fields.value === false),
    means: REFUSED,
  },
];

/** A read that names no such community; the wording is a guess. */
const BY_NOT_FOUND_TEXT: readonly Rule[] = [
  {
    rule: 'read: an error text that says not found (guess)',
    fits: error(/not found/i),
    means: { kind: 'missing' },
  },
];

const WRITE_RULES = [
  ...BY_STATUS_ALONE,
  ...BY_KNOWN_ERROR_TEXT,
  ...BY_OTHER_STATUS,
  ...BY_ERROR_IN_2XX,
  ...BY_FLAGS,
];
const READ_RULES = [
  ...BY_STATUS_ALONE,
  ...BY_KNOWN_ERROR_TEXT,
  ...BY_NOT_FOUND_TEXT,
  ...BY_OTHER_STATUS,
  ...BY_ERROR_IN_2XX,
];

const firstThatFits = (rules: readonly Rule[], answer: ParsedAnswer): Meaning | undefined => {
  const means = rules.find(({ fits }) => fits(answer))?.means;
  return typeof means === 'function' ? means(answer) : means;
};

/** What the answer to a POST that changes a community means. */
export const classifyWrite = (exchange: Exchange): Meaning => {
  if (exchange.kind === 'not-sent') return { kind: 'not-sent', cause: exchange.cause };
  if (exchange.kind === 'no-answer') return UNKNOWN;
  return firstThatFits(WRITE_RULES, parseAnswer(exchange.answer)) ?? UNKNOWN;
};

/** The JSON that a GET asked for, or what came instead of it. */
export type ReadOutcome =
  | { readonly kind: 'answered'; readonly json: unknown }
  | { readonly kind: 'failed'; readonly meaning: Meaning };

/** What the answer to a GET means. */
export const classifyRead = (exchange: Exchange): ReadOutcome => {
  if (exchange.kind !== 'answered') return { kind: 'failed', meaning: classifyWrite(exchange) };
  const answer = parseAnswer(exchange.answer);
  const meaning = firstThatFits(READ_RULES, answer);
  if (meaning) return { kind: 'failed', meaning };
  return isSuccess(answer) && answer.json !== undefined
    ? { kind: 'answered', json: answer.json }
    : { kind: 'failed', meaning: UNKNOWN };
};

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
