import { beforeAll, expect, it } from '@jest/globals';
import { GENERATORS, inputsOf } from './inputs.ts';
import { describeFindings } from './report.ts';
import { fuzz } from './run.ts';
import type { Tally } from './tally.ts';

const SEED = 20_261_124;
const EACH = 400;

let tally: Tally;
beforeAll(async () => {
  tally = await fuzz(inputsOf(SEED, EACH));
}, 120_000);

it('neither crashes, hangs, leaks nor answers 5xx, whatever it is sent', () => {
  expect(describeFindings(tally.findings)).toBe('');
});

it.each(GENERATORS.map((generator) => [generator]))(
  'is sent what it answers, and what it refuses: %s',
  (generator) => {
    const { inputs, outcomes } = tally.of(generator);
    expect(inputs).toBe(EACH);
    expect(outcomes['200']).toBeGreaterThan(0);
    expect(outcomes['400']).toBeGreaterThan(0);
  },
);
