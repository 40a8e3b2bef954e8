import { callAll, type Target } from '../load.ts';
import type { Running, Upstream } from '../start.ts';
import { median, quantile } from '../stats.ts';
import { table } from '../table.ts';
import { rotated } from './rotated.ts';

/** One way to call: so many callers at once, and so many milliseconds until Z-API answers. */
interface Situation {
  readonly delayMs: number;
  readonly connections: number;
  readonly calls: number;
}

const ROUNDS = 3;

const SITUATIONS: readonly Situation[] = [
  { delayMs: 0, connections: 1, calls: 500 },
  { delayMs: 0, connections: 10, calls: 1_000 },
  { delayMs: 0, connections: 50, calls: 1_500 },
  { delayMs: 50, connections: 1, calls: 60 },
  { delayMs: 50, connections: 10, calls: 500 },
  { delayMs: 50, connections: 50, calls: 1_000 },
];

/** Milliseconds that a contender's answer takes longer than Z-API's own. */
interface Added {
  readonly p50: number;
  readonly p99: number;
}

type AddedByName = ReadonlyMap<string, Added>;

/** A row for each situation, a column for each contender: what it adds to the median and to the 99th percentile. */
export const latencyTable = async (contenders: readonly Running[], upstream: Upstream): Promise<string> => {
  const rows: string[][] = [];
  for (const situation of SITUATIONS) {
    const added = await measureAdded(contenders, upstream, situation);
    const cells = contenders.map(({ name }) => added.get(name)).map(inWords);
    rows.push([`${situation.connections} at once, Z-API takes ${situation.delayMs} ms`, ...cells]);
  }
  await upstream.answerAfter(0);
  return table(['added ms, p50 / p99', ...contenders.map(({ name }) => name)], rows);
};

const inWords = (added: Added | undefined): string =>
  added === undefined ? '' : `${added.p50.toFixed(1)} / ${added.p99.toFixed(1)}`;

const measureAdded = async (
  contenders: readonly Running[],
  upstream: Upstream,
  { delayMs, ...load }: Situation,
): Promise<AddedByName> => {
  await upstream.answerAfter(delayMs);
  const quantiles = async (target: Target): Promise<Added> => {
    const latencies = await callAll(target, { ...load, pauseMs: delayMs });
    return { p50: quantile(latencies, 0.5), p99: quantile(latencies, 0.99) };
  };
  const rounds: Map<string, Added>[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const direct = await quantiles(upstream.target);
    const added = new Map<string, Added>();
    for (const { name, target } of rotated(contenders, round)) {
      const { p50, p99 } = await quantiles(target);
      added.set(name, { p50: p50 - direct.p50, p99: p99 - direct.p99 });
    }
    rounds.push(added);
  }
  return new Map(
    contenders.map(({ name }) => {
      const of = (part: keyof Added) => median(rounds.map((added) => added.get(name)?.[part] ?? Number.NaN));
      return [name, { p50: of('p50'), p99: of('p99') }];
    }),
  );
};
