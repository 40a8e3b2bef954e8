import type { Running } from '../start.ts';
import { median } from '../stats.ts';
import { table } from '../table.ts';
import { costsOf, measureCpu } from './cpu.ts';

const GROUPS = [1, 10, 50] as const;

/** A row for each contender, a column for each number of groups in a call: microseconds of CPU. */
export const growthTable = async (contenders: readonly Running[]): Promise<string> => {
  const columns: (readonly string[])[] = [];
  for (const groups of GROUPS) {
    const plan = { rounds: 5, warmUpCalls: 500, callsPerRound: 500, connections: 10, groups };
    const rounds = await measureCpu(contenders, plan);
    columns.push(contenders.map(({ name }) => median(costsOf(rounds, name)).toFixed(0)));
  }
  return table(
    [
      'CPU of a call, microseconds',
      ...GROUPS.map((groups) => `${groups} ${groups === 1 ? 'group' : 'groups'}`),
    ],
    contenders.map(({ name }, row) => [name, ...columns.map((column) => column[row] ?? '')]),
  );
};
