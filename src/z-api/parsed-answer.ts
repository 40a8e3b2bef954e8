import type { Answer } from './exchange.ts';

/** An answer with its body looked into. */
export interface ParsedAnswer extends Answer {
  /** The body as JSON; undefined when it is none. */
  readonly json: unknown;
  /** The members of the body when it is a JSON object, else nothing. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** `error` when that is a text. */
  readonly error: string | undefined;
}

export const parseAnswer = (answer: Answer): ParsedAnswer => {
  const json = parseJson(answer.body);
  const fields = isRecord(json) ? json : {};
  const error = typeof fields.error === 'string' ? fields.error.trim() : undefined;
  return { ...answer, json, fields, error };
};

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const parseJson = (text: string | undefined): unknown => {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
};
