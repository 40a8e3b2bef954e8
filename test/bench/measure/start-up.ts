import type { Contender } from '../contenders.ts';
import type { Running } from '../start.ts';
import { median } from '../stats.ts';
import { inMegabytes, table } from '../table.ts';
import type { Memory } from '../usage.ts';
import { rotated } from './rotated.ts';

const ROUNDS = 5;

export interface StartUp {
  /** From the start of the process to its first answer. */
  readonly milliseconds: number;
  /** After that answer. In bytes. */
  readonly rss: number;
}

/** Starts each contender several times, in turn; the medians by name. */
export const measureStartUp = async (
  contenders: readonly Contender[],
  start: (contender: Contender) => Promise<Running>,
): Promise<ReadonlyMap<string, StartUp>> => {
  const seen = new Map<string, StartUp[]>(contenders.map(({ name }) => [name, []]));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const contender of rotated(contenders, round)) {
      const running = await start(contender);
      const { rss } = await running.ask('memory');
      seen.get(contender.name)?.push({ milliseconds: running.startUpMs, rss });
      await running.close();
    }
  }
  const medianOf = (startUps: readonly StartUp[], part: keyof StartUp) =>
    median(startUps.map((each) => each[part]));
  return new Map(
    [...seen].map(([name, startUps]) => [
      name,
      { milliseconds: medianOf(startUps, 'milliseconds'), rss: medianOf(startUps, 'rss') },
    ]),
  );
};

/** A row for each contender; `later` is what they held when they had worked, in the order of the rows. */
export const memoryTable = (startUps: ReadonlyMap<string, StartUp>, later: readonly Memory[]): string => {
  const rows = [...startUps].map(([name, { milliseconds, rss }], row) => [
    name,
    milliseconds.toFixed(0),
    inMegabytes(rss),
    inMegabytes(later[row]?.rss ?? Number.NaN),
  ]);
  return table(['', 'start to first answer, ms', 'RSS then, MB', 'RSS after the calls, MB'], rows);
};
