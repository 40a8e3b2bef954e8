import { callAll } from '../load.ts';
import type { Running } from '../start.ts';
import { median, quantile } from '../stats.ts';
import { table } from '../table.ts';
import { rotated } from './rotated.ts';

export interface CpuPlan {
  readonly rounds: number;
  readonly warmUpCalls: number;
  readonly callsPerRound: number;
  readonly connections: number;
  readonly groups?: number;
}

/** Microseconds of CPU time per call, of each contender in each round. */
export type CpuByRound = readonly ReadonlyMap<string, number>[];

/**
 * Measures the contenders in turn, round by round, so that what the machine does besides falls on all alike. Each round begins with
 * another one.
 */
export const measureCpu = async (contenders: readonly Running[], plan: CpuPlan): Promise<CpuByRound> => {
  const { rounds, warmUpCalls, callsPerRound, ...load } = plan;
  for (const { target } of contenders) await callAll(target, { calls: warmUpCalls, ...load });
  const measured: Map<string, number>[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const costs = new Map<string, number>();
    for (const contender of rotated(contenders, round)) {
      const before = await contender.ask('cpu');
      await callAll(contender.target, { calls: callsPerRound, ...load });
      costs.set(contender.name, ((await contender.ask('cpu')) - before) / callsPerRound);
    }
    measured.push(costs);
  }
  return measured;
};

export const costsOf = (rounds: CpuByRound, name: string): readonly number[] =>
  rounds.map((costs) => costs.get(name) ?? Number.NaN);

/** How many times the cost of another it is: the median of the rounds' ratios, where noise of the machine cancels out. */
export const ratioOf = (rounds: CpuByRound, name: string, other: string): number => {
  const others = costsOf(rounds, other);
  return median(costsOf(rounds, name).map((cost, round) => cost / (others[round] ?? Number.NaN)));
};

/** A row for each contender, a column of ratios for each of `others` that was measured. */
export const cpuTable = (rounds: CpuByRound, names: readonly string[], others: readonly string[]): string => {
  const denominators = others.filter((other) => names.includes(other));
  const rows = names.map((name) => {
    const costs = costsOf(rounds, name);
    const middle = [quantile(costs, 0.25), quantile(costs, 0.75)].map((cost) => cost.toFixed(0));
    const ratios = denominators.map((other) => ratioOf(rounds, name, other).toFixed(2));
    return [name, median(costs).toFixed(0), middle.join(' - '), ...ratios];
  });
  const ratios = denominators.map((other) => `of ${other}`);
  return table(['CPU of a call', 'microseconds', 'half the rounds', ...ratios], rows);
};
