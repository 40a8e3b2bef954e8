import { expect, it } from '@jest/globals';
import { runOverload } from './overload-run.ts';

/** Times are the machine's: what must hold on a busy one too is that it recovers at all. */
const SHORT = { perSecond: 100, seconds: 3, recoveryMs: 15_000 };

it('answers what it cannot take with a typed refusal, and succeeds with the rest', async () => {
  expect((await runOverload(SHORT)).broken).toEqual([]);
}, 60_000);

it('refuses while Z-API is down, tells the truth, and recovers', async () => {
  expect((await runOverload({ ...SHORT, seconds: 6, outage: 'refuses' })).broken).toEqual([]);
}, 60_000);
