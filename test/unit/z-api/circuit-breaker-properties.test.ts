import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CircuitBreaker, OPEN_FOR_MS } from '../../../src/z-api/circuit-breaker.ts';
import type { Exchange } from '../../../src/z-api/exchange.ts';
import { answered } from './exchanges.ts';

const EXCHANGES = {
  fails: { kind: 'no-answer', fault: 'ECONNRESET' },
  succeeds: answered(200, {}),
  'is not tried': { kind: 'not-sent', cause: 'unreachable', fault: 'DEADLINE_PASSED' },
} as const satisfies Readonly<Record<string, Exchange>>;
type What = keyof typeof EXCHANGES;

/** One exchange after the other, so much later each: which of them are made, by the rules as the README has them. */
const rules = (
  failures: number,
  steps: readonly (readonly [afterMs: number, what: What])[],
): readonly boolean[] => {
  let nowMs = 0;
  let inARow = 0;
  let openUntilMs: number | undefined;
  return steps.map(([afterMs, what]) => {
    nowMs += afterMs;
    if (openUntilMs !== undefined && nowMs < openUntilMs) return false;
    if (what === 'succeeds') {
      inARow = 0;
      openUntilMs = undefined;
    } else if (openUntilMs !== undefined) openUntilMs = nowMs + OPEN_FOR_MS;
    else if (what === 'fails') {
      inARow += 1;
      if (inARow === failures) openUntilMs = nowMs + OPEN_FOR_MS;
    }
    return true;
  });
};

it('makes exactly the exchanges that the rules allow, whatever they come to and whenever', async () => {
  const step = fc.tuple(
    fc.oneof(fc.nat(10), fc.integer({ min: OPEN_FOR_MS - 5, max: OPEN_FOR_MS + 5 })),
    fc.constantFrom<What>('fails', 'fails', 'fails', 'succeeds', 'is not tried'),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 5 }),
      fc.array(step, { maxLength: 60 }),
      async (failures, steps) => {
        let nowMs = 0;
        const breaker = new CircuitBreaker({ failures, clock: { now: () => nowMs } });
        const made: boolean[] = [];
        for (const [afterMs, what] of steps) {
          nowMs += afterMs;
          let isMade = false;
          await breaker.pass(async () => {
            isMade = true;
            return EXCHANGES[what];
          });
          made.push(isMade);
        }
        expect(made).toEqual(rules(failures, steps));
      },
    ),
    { numRuns: 500 },
  );
});
