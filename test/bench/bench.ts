/**
 * What a call costs, beside what people write otherwise: one run on loopback, everything in turn. Started by `npm run bench`;
 * `-- --quick` measures CPU time of the main contenders alone.
 */
import { compile } from './compile.ts';
import {
  allContenders,
  BARE_NODE_FETCH,
  type Contender,
  FLOOR,
  HAND_WRITTEN_APOLLO,
  isMain,
  openKeysFile,
  otherBuild,
} from './contenders.ts';
import { describeMachine } from './machine.ts';
import { cpuTable, measureCpu } from './measure/cpu.ts';
import { growthTable } from './measure/growth.ts';
import { inFlightTable } from './measure/in-flight.ts';
import { latencyTable } from './measure/latency.ts';
import { measureStartUp, memoryTable } from './measure/start-up.ts';
import { readOptions } from './options.ts';
import { type Running, startContender, startUpstream } from './start.ts';

const LONGEST_RUN_MS = 15 * 60_000;

const FULL = { rounds: 15, warmUpCalls: 3_000, callsPerRound: 800, connections: 10 };
const QUICK = { ...FULL, rounds: 9, callsPerRound: 600 };

const options = readOptions();
setTimeout(() => {
  throw new Error('the bench takes too long');
}, LONGEST_RUN_MS).unref();

const keys = openKeysFile();
const compiled = compile();
process.on('exit', () => {
  compiled.close();
  void keys.close();
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1));

const upstream = await startUpstream(compiled);
const profiling = options.profile ? ['--cpu-prof', `--cpu-prof-dir=${options.profile}`] : [];
const start = (contender: Contender): Promise<Running> =>
  startContender(contender, compiled, upstream.target.url, profiling);

const known = allContenders(keys);
const unknown = options.only?.find((name) => known.every((contender) => contender.name !== name));
if (unknown !== undefined) {
  throw new Error(`no contender is named ${unknown}: ${known.map(({ name }) => name).join('; ')}`);
}
const chosen = known.filter(
  (contender) => options.only?.includes(contender.name) ?? (!options.quick || isMain(contender)),
);
const contenders = options.beside ? [...chosen, otherBuild(options.beside)] : chosen;
const main = contenders.filter(isMain);

console.log(`${describeMachine()}\n`);

const running: Running[] = [];
for (const contender of contenders) running.push(await start(contender));
const closeAll = () => Promise.all(running.map((contender) => contender.close()));

const costs = await measureCpu(running, options.quick ? QUICK : FULL);
const names = contenders.map(({ name }) => name);
console.log(cpuTable(costs, names, [FLOOR.name, BARE_NODE_FETCH.name, HAND_WRITTEN_APOLLO.name]));

if (options.quick) await closeAll();
else {
  const runningMain = running.filter(({ name }) => main.some((contender) => contender.name === name));
  const later = await Promise.all(runningMain.map(({ ask }) => ask('memory')));
  console.log(`\n${await latencyTable(runningMain, upstream)}`);
  console.log(`\n${await growthTable(runningMain)}`);
  await closeAll();
  console.log(`\n${memoryTable(await measureStartUp(main, start), later)}`);
  console.log(`\n${await inFlightTable(main, start, upstream)}`);
}
process.exit();
