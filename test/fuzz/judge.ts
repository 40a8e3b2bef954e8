import { leaksIn } from '../support/canaries.ts';
import { messagesIn } from '../support/messages-in.ts';
import { type Answer, readAnswers } from './answers.ts';
import type { Exchange } from './exchange.ts';

/** Something that must never happen. */
export interface Fault {
  readonly kind: 'crash' | 'hang' | 'no answer' | 'server error' | 'leak' | 'broken answer' | 'error logged';
  readonly detail: string;
}

export interface Seen extends Exchange {
  /** Whether the service still listens. */
  readonly alive: boolean;
  /** Whether the input may have been cut, so that its answer may be too. */
  readonly mayBeCut: boolean;
}

/** What is wrong with what came of one input. */
export const judgeExchange = ({
  alive,
  ending,
  mayBeCut,
  milliseconds,
  received,
}: Seen): readonly Fault[] => {
  const { answers, rest } = readAnswers(received);
  const faults: Fault[] = answers.flatMap((answer) => judgeAnswer(answer, mayBeCut));
  const leaks = new Set(leaksIn(received.toString(), { identifiers: false }));
  for (const leak of leaks) faults.push({ kind: 'leak', detail: leak });
  if (!alive) faults.push({ kind: 'crash', detail: 'the service listens no more' });
  if (answers.length === 0 && alive && ending !== 'hung' && !mayBeCut) {
    faults.push({ kind: 'no answer', detail: `the connection was ${ending}` });
  }
  if (ending === 'hung') faults.push({ kind: 'hang', detail: `no end after ${Math.round(milliseconds)} ms` });
  if (rest !== '')
    faults.push({ kind: 'broken answer', detail: `no HTTP: ${JSON.stringify(rest.slice(0, 80))}` });
  return faults;
};

const judgeAnswer = ({ status, head, body, whole }: Answer, mayBeCut: boolean): readonly Fault[] => {
  const faults: Fault[] = [];
  if (status >= 500) faults.push({ kind: 'server error', detail: `answered with ${status}` });
  if (!whole && !mayBeCut) faults.push({ kind: 'broken answer', detail: `cut short: ${status}` });
  if (!whole || body === '' || !/^content-type: application\/\S*json/im.test(head)) return faults;
  const json = parsed(body);
  if (json === undefined) return [...faults, { kind: 'broken answer', detail: 'not JSON' }];
  if (status < 500 && body.includes('"INTERNAL_SERVER_ERROR"')) {
    faults.push({ kind: 'server error', detail: `masked, with ${status}` });
  }
  const inMessages = leaksIn(messagesIn(json).join('\n'), { identifiers: true });
  return [...faults, ...inMessages.map((leak): Fault => ({ kind: 'leak', detail: `in a message: ${leak}` }))];
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** What is wrong with a line that the service wrote. With nobody to blame, no line is of level error. */
export const judgeLine = (line: string): readonly Fault[] => [
  ...leaksIn(line, { identifiers: true }).map((leak): Fault => ({ kind: 'leak', detail: `logged: ${leak}` })),
  ...(/^\{"level":"(?:error|fatal)"/.test(line)
    ? [{ kind: 'error logged', detail: line.replaceAll(VARYING, '') } as const]
    : []),
];

/** What differs between two lines that say the same. */
const VARYING = /"(?:time|requestId)":"[^"]*",/g;
