import { expect, it } from '@jest/globals';
import { Deadline } from '../../../src/utils/deadline.ts';
import type { Exchange } from '../../../src/z-api/exchange.ts';
import { whenNotSent, withRetry } from '../../../src/z-api/retry.ts';

const NOT_SENT: Exchange = { kind: 'not-sent', cause: 'unreachable', fault: 'ECONNREFUSED' };

const attemptsUnder = async (signal: AbortSignal): Promise<number> => {
  let made = 0;
  const attempt = async () => {
    made += 1;
    return NOT_SENT;
  };
  const options = { deadline: new Deadline(20_000), repeatable: whenNotSent, signal, random: () => 0.1 };
  expect(await withRetry(attempt, options)).toBe(NOT_SENT);
  return made;
};

it('makes no further attempt once the waiting is ended', async () => {
  expect(await attemptsUnder(AbortSignal.abort())).toBe(1);
});

it('makes all its attempts while nobody ends the waiting', async () => {
  expect(await attemptsUnder(new AbortController().signal)).toBe(3);
});
