import type { Outcome } from './wire-fault.ts';

/** What the wire brought: nothing, or a status with the whole body, or with one that broke. */
export interface Brought {
  readonly status: number;
  /** Undefined when it did not come whole. */
  readonly body: string | undefined;
}

const KNOWN_TEXTS: readonly (readonly [Outcome, (text: string) => boolean])[] = [
  [
    'misconfigured',
    (text) => ['your client-token is not configured', 'your client-token is not configured.'].includes(text),
  ],
  ['misconfigured', (text) => text.endsWith(' not allowed')],
  ['misconfigured', (text) => ['instance not found', 'instance not found.'].includes(text)],
  ['subscription-expired', (text) => text.includes('must subscribe to this instance again')],
  ['disconnected', (text) => /^you (are not connected|need to restore the session)\.?$/.test(text)],
  ['unknown', (text) => text.includes('smartphone is not responding')],
];

/** The rules of the design for the answer to a POST, written down once more and otherwise. */
export const outcomeByTheRules = ({ status, body }: Brought): Outcome => {
  if (status === 429) return 'limited';
  const settledByStatus =
    status < 200 || (status >= 300 && status < 400) || (status >= 500 && status !== 501);
  if (body === undefined || settledByStatus || [408, 409, 425].includes(status)) return 'unknown';

  const flags = objectIn(body);
  const text = typeof flags.error === 'string' ? flags.error.trim() : undefined;
  if (text === 'NOT_FOUND') return 'protocol';
  const known = KNOWN_TEXTS.find(([, fits]) => text !== undefined && fits(text.toLowerCase()));
  if (known) return known[0];

  if (status < 300) {
    if (text !== undefined) return 'refused';
    if (flags.success === true) return 'done';
    return flags.success === false || flags.value === false ? 'refused' : 'unknown';
  }
  if (status === 401 || status === 403) return 'misconfigured';
  if (status === 404) return 'missing';
  if ([405, 406, 410, 413, 414, 415, 422, 431, 501].includes(status)) return 'protocol';
  return text === undefined ? 'unknown' : 'refused';
};

const objectIn = (body: string): Readonly<Record<string, unknown>> => {
  try {
    const value: unknown = JSON.parse(body);
    return Object.prototype.toString.call(value) === '[object Object]' ? { ...(value as object) } : {};
  } catch {
    return {};
  }
};
