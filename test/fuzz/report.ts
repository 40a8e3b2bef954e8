import { type FuzzInput, GENERATORS } from './inputs.ts';
import type { Finding, GeneratorTally, Tally } from './tally.ts';

/** A table: a line for each generator, a column for each outcome. */
export const tableOf = (tally: Tally): string => {
  const each = GENERATORS.map((generator) => tally.of(generator));
  const outcomes = [...new Set(each.flatMap((one) => Object.keys(one.outcomes)))].sort();
  const cellsOf = (tallies: readonly GeneratorTally[]): readonly number[] => [
    sum(tallies.map(({ inputs }) => inputs)),
    ...outcomes.map((outcome) => sum(tallies.map((one) => one.outcomes[outcome] ?? 0))),
    Math.round(Math.max(...tallies.map(({ slowestMs }) => slowestMs))),
  ];
  const rows = [
    ['generator', 'inputs', ...outcomes, 'slowest ms'],
    ...GENERATORS.map((generator) => [generator, ...cellsOf([tally.of(generator)])]),
    ['all', ...cellsOf(each)],
  ];
  return rows.map(([name, ...cells]) => String(name).padEnd(10) + cells.map(toCell).join('')).join('\n');
};

const sum = (numbers: readonly number[]): number => numbers.reduce((one, other) => one + other, 0);

const toCell = (value: unknown): string => ` ${String(value).padStart(7)}`;

/** What was found: each kind of thing once, how often, and a few inputs to find it again with. */
export const describeFindings = (findings: readonly Finding[]): string => {
  const alike = new Map<string, Finding[]>();
  for (const finding of findings) {
    const what = `${finding.kind}: ${finding.detail}`;
    alike.set(what, [...(alike.get(what) ?? []), finding]);
  }
  return [...alike]
    .map(([what, all]) => {
      const inputs = all.flatMap(({ input }) => (input ? [input] : []));
      return [`${all.length} x ${what}`, ...inputs.slice(0, EXAMPLES).map(describeInput)].join('\n');
    })
    .join('\n\n');
};

const EXAMPLES = 3;

const describeInput = ({ generator, seed, index, door, bytes }: FuzzInput): string =>
  `  again with: npm run fuzz -- --seed ${seed} --replay ${generator}:${index}   (door: ${door})
  which sends ${bytes.length} bytes: ${safeForm(bytes)}`;

const MOST_SHOWN = 600;

/** Nothing in it moves a terminal's cursor. */
const safeForm = (bytes: Buffer): string => {
  const shown = JSON.stringify(bytes.toString('latin1', 0, MOST_SHOWN));
  const safe = shown.replaceAll(/[\x7f-\xff]/g, (letter) => `\\x${letter.charCodeAt(0).toString(16)}`);
  return bytes.length > MOST_SHOWN ? `${safe}...` : safe;
};
