/**
 * Sends random requests to the service, over real sockets, and tells when it crashes, hangs, leaks or answers 5xx.
 * Started by `npm run fuzz`, with `-- --inputs 1000 --seed 7` for others, or `-- --seed 7 --replay json:42` for one.
 */
import { parseArgs } from 'node:util';
import { GENERATORS, inputOf, inputsOf } from './inputs.ts';
import { describeFindings, tableOf } from './report.ts';
import { fuzz, replay } from './run.ts';

const { values } = parseArgs({
  options: {
    inputs: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '20261124' },
    replay: { type: 'string' },
  },
});

const wholeNumber = (text: string | undefined): number => {
  if (!/^\d{1,9}$/.test(text ?? '')) throw new Error(`no whole number: ${text}`);
  return Number(text);
};

const seed = wholeNumber(values.seed);

if (values.replay !== undefined) {
  const [name, index] = values.replay.split(':');
  const generator = GENERATORS.find((generator) => generator === name);
  if (generator === undefined) throw new Error(`no such generator: ${name}`);
  console.log(await replay(inputOf(generator, seed, wholeNumber(index))));
} else {
  const startedAt = performance.now();
  const each = Math.ceil(wholeNumber(values.inputs) / GENERATORS.length);
  const tally = await fuzz(inputsOf(seed, each));
  const { findings } = tally;
  console.log(`seed ${seed}, ${Math.round((performance.now() - startedAt) / 1_000)} s\n${tableOf(tally)}`);
  console.log(`\n${findings.length} findings\n${describeFindings(findings)}`);
  process.exitCode = findings.length > 0 ? 1 : 0;
}
