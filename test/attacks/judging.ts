import { expect } from '@jest/globals';
import { en } from '../../src/i18n/en.ts';
import type { TestAnswer } from '../support/service.ts';
import { findingsIn } from './findings.ts';
import type { Reached, Target } from './profiles.ts';

/** One request of an attacker: unless it says otherwise, JSON by POST to /graphql, with a good credential. */
export interface Attack {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly withoutCredential?: boolean;
  /** What was smuggled in, and may not come back. */
  readonly payload?: string;
}

/** An attack that is a document, with what else the body of the request holds. */
export const asking = (query: string, rest: Readonly<Record<string, unknown>> = {}): Attack => ({
  body: JSON.stringify({ query, ...rest }),
});

/** An attack that was made, and what came of it. */
export interface Trial {
  readonly attack: Attack;
  readonly accept: string;
  readonly answer: TestAnswer;
  readonly before: Reached;
  readonly after: Reached;
  readonly lines: readonly Record<string, unknown>[];
}

export interface Verdict {
  readonly outcome: string;
  readonly reached: Reached;
  readonly findings: readonly string[];
  readonly forgedLines: readonly Record<string, unknown>[];
}

/** Nothing arrived behind the service, nothing was told, nothing was forged. */
const CLEAN = { reached: { connections: 0, unlinkCalls: 0 }, findings: [], forgedLines: [] };

/**
 * Refused: with 4xx, or, for a caller who knows only plain JSON, as GraphQL over HTTP writes it. Never with 5xx. The
 * reason is one of the messages: without it, a slip in an attack would pass for its refusal.
 */
export const expectRefused = async (
  target: Target,
  attack: Attack,
  reason: string,
): Promise<readonly TestAnswer[]> => {
  const trials = await attempt(target, attack);
  for (const trial of trials) {
    expect(judge(trial)).toEqual({ ...CLEAN, outcome: 'refused' });
    expect(trial.answer.body.errors).toContainEqual(expect.objectContaining({ message: reason }));
  }
  return trials.map(({ answer }) => answer);
};

/** What is said of a name in a document that the schema does not hold there. */
export const misfit = (name: string): string => `${en.request.misfitAt} "${name}".`;

/** Harmless: taken for the data it is, and answered with exactly this body. */
export const expectHarmless = async (target: Target, attack: Attack, body: unknown): Promise<void> => {
  for (const trial of await attempt(target, attack)) {
    expect(judge(trial)).toEqual({ ...CLEAN, outcome: 'answered' });
    expect(trial.answer.body).toEqual(body);
  }
};

const ONLY_JSON = 'application/json';

/** Makes the attack as a caller that takes anything and as one that knows only plain JSON, unless it says what it takes. */
const attempt = async (target: Target, attack: Attack): Promise<readonly Trial[]> => {
  const accepts = attack.headers?.accept ? [attack.headers.accept] : ['*/*', ONLY_JSON];
  const trials: Trial[] = [];
  for (const accept of accepts) trials.push(await make(target, attack, accept));
  return trials;
};

const make = async (
  { service, credential, reached }: Target,
  attack: Attack,
  accept: string,
): Promise<Trial> => {
  const { method = 'POST', path = '/graphql', headers = {}, body, withoutCredential = false } = attack;
  const [before, linesBefore] = [reached(), service.logs.length];
  const answer = await service.request(path, {
    method,
    headers: {
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(!withoutCredential && credential),
      ...headers,
      accept,
    },
    ...(body !== undefined && { body }),
  });
  return { attack, accept, answer, before, after: reached(), lines: service.logs.slice(linesBefore) };
};

export const judge = (trial: Trial): Verdict => ({
  outcome: outcomeOf(trial),
  reached: {
    connections: trial.after.connections - trial.before.connections,
    unlinkCalls: trial.after.unlinkCalls - trial.before.unlinkCalls,
  },
  findings: [...findingsIn(trial.answer), ...echoesIn(trial)],
  forgedLines: trial.lines.filter((line, index) => index > 0 || !isOwnLine(line, trial.answer)),
});

const outcomeOf = ({ accept, answer: { status, text, body } }: Trial): string => {
  const refuses = Array.isArray(body?.errors) && body.errors.length > 0 && !('data' in body);
  if (refuses && status >= 400 && status < 500) return 'refused';
  if (refuses && status === 200 && accept === ONLY_JSON) return 'refused';
  return status === 200 && body?.data !== undefined ? 'answered' : `${status} ${text}`;
};

const echoesIn = ({ attack: { payload }, answer }: Trial): readonly string[] => {
  if (payload === undefined) return [];
  const texts = [answer.text, JSON.stringify([...answer.headers])];
  const forms = [payload, JSON.stringify(payload).slice(1, -1)];
  return texts.some((text) => forms.some((form) => text.includes(form))) ? ['the payload'] : [];
};

/** What the service logs of a request that came to nothing, and the fields that such a line has. */
const LINES: Readonly<Record<string, readonly string[]>> = {
  operation: ['operation', 'kind', 'results', 'errors', 'milliseconds'],
  'credential refused': ['reason'],
};
const COMMON_FIELDS = ['level', 'time', 'requestId', 'msg'];
const NAME = /^[_A-Za-z][_0-9A-Za-z]*$/;

/** The one line of a request, in the service's own words. */
const isOwnLine = (line: Readonly<Record<string, unknown>>, { headers }: TestAnswer): boolean => {
  const fields = LINES[String(line.msg)];
  return (
    fields !== undefined &&
    Object.keys(line).every((field) => COMMON_FIELDS.includes(field) || fields.includes(field)) &&
    line.level === 'info' &&
    line.requestId === headers.get('x-request-id') &&
    (line.operation === undefined || NAME.test(String(line.operation)))
  );
};
