import { describe, expect, it } from '@jest/globals';
import { classifyRead, classifyStatus, classifyWrite } from '../../../src/z-api/classify-response.ts';
import type { Answer } from '../../../src/z-api/exchange.ts';
import { randomAnswers } from './random-answers.ts';

const ANSWERS = randomAnswers(20_260_101, 20_000);

const exchangeOf = (answer: Answer) => ({ kind: 'answered', answer, fault: undefined }) as const;
const meaningOf = (answer: Answer) => classifyWrite(exchangeOf(answer));
const is2xx = ({ status }: Answer) => status >= 200 && status <= 299;
const isByStatusAlone = ({ status }: Answer) =>
  (status >= 100 && status <= 199) ||
  (status >= 300 && status <= 399) ||
  (status >= 500 && status <= 599 && status !== 501) ||
  [408, 409, 425].includes(status);

/** The proof that it was done, told without the table of rules. */
const provesDone = (answer: Answer): boolean => {
  try {
    const json = JSON.parse(answer.body ?? '');
    return is2xx(answer) && !Array.isArray(json) && json?.success === true && typeof json.error !== 'string';
  } catch {
    return false;
  }
};

/** What classifying throws, by answer; a table's fault would be one. */
const faultsOf = (classify: (answer: Answer) => unknown): readonly unknown[] =>
  ANSWERS.flatMap((answer) => {
    try {
      classify(answer);
      return [];
    } catch (error) {
      return [{ answer, error }];
    }
  });

describe('over many answers at random', () => {
  it.each([
    ['a write', classifyWrite],
    ['a read', classifyRead],
    ['a status', classifyStatus],
  ])('classifying %s never throws', (_, classify) => {
    expect(faultsOf((answer) => classify(exchangeOf(answer)))).toEqual([]);
  });

  it('says done exactly of a 2xx with success true and no error text', () => {
    const proved = ANSWERS.filter(provesDone);
    expect(proved.length).toBeGreaterThan(100);
    expect(ANSWERS.filter((answer) => meaningOf(answer).kind === 'done')).toEqual(proved);
  });

  it('never says what happened from a status that leaves it open, nor from a broken body', () => {
    const open = ANSWERS.filter(
      (answer) => isByStatusAlone(answer) || (answer.body === undefined && answer.status !== 429),
    );
    expect(open.length).toBeGreaterThan(1_000);
    expect(open.filter((answer) => meaningOf(answer).kind !== 'unknown')).toEqual([]);
  });

  it('never says that nothing was done without an error status or an error text', () => {
    const certain = ANSWERS.filter((answer) =>
      ['misconfigured', 'protocol', 'instance', 'limited', 'missing'].includes(meaningOf(answer).kind),
    );
    expect(certain.length).toBeGreaterThan(1_000);
    expect(certain.filter(({ status, body }) => status < 400 && !body?.includes('"error":"'))).toEqual([]);
  });
});
