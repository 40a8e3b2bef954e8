/**
 * `npm run soak`: ten minutes (`-- --minutes 1` for fewer) of calls to a Z-API with every fault there is, which goes down
 * and hangs now and then. At the end nothing may be left over, and no answer may have been untrue. Exits with 1 otherwise.
 */
import { cpus } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type Answer, openCallers, untruthOf } from './callers.ts';
import { counted, fittedGrowth, percentile, table } from './figures.ts';
import { type Sample, type ServiceProcess, startServiceProcess } from './service-process.ts';
import { askSomething, mixedFaults } from './soak-traffic.ts';
import { startLoadUpstream } from './upstream.ts';

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '10' } } });
const MINUTES = Number(values.minutes);
if (!(MINUTES > 0)) throw new Error('--minutes must be a number above 0');

const CALLS_PER_SECOND = 30;
const SAMPLE_EVERY_MS = 5_000;
const WARM_UP_MS = 20_000;
/** Out of each so long, the upstream is down for a while, and hangs for a while. */
const CYCLE_MS = 30_000;
const OUTAGE_MS = 4_000;
/** By the line that fits the samples best, over the whole run; and at rest, from before to after. */
const HEAP_MARGIN_MB = 6;
const RSS_MARGIN_MB = 48;
/** How long what is left over may take to go: the longest deadline, and more on a busy machine. */
const REST_MS = 20_000;

const upstream = await startLoadUpstream();
upstream.play(mixedFaults);
const service = await startServiceProcess(upstream.url, {
  ZAPI_ATTEMPT_TIMEOUT_MS: '800',
  ZAPI_DEADLINE_MS: '3000',
});
const callers = openCallers(service.url);

const answers: Answer[] = [];
const untruths: string[] = [];
const underWay = new Set<Promise<void>>();
let ordinal = 0;

const call = (): void => {
  ordinal += 1;
  const own = ordinal;
  const chance = Math.random();
  const asked = async () => {
    if (chance < 0.25) {
      answers.push(await askSomething(callers, own));
      return;
    }
    // Some hang up: what they asked for goes on.
    const answer = await callers.unlink(own, chance > 0.93 ? 100 * Math.random() : undefined);
    answers.push(answer);
    const untruth = untruthOf(answer, own, upstream);
    if (untruth) untruths.push(untruth);
  };
  const running = asked().finally(() => underWay.delete(running));
  underWay.add(running);
};

/** Calls at an even pace for so long; the upstream is out at times. */
const callFor = async (milliseconds: number, samples: Sample[]): Promise<void> => {
  const startedAt = performance.now();
  const since = () => performance.now() - startedAt;
  let mode = 'up';
  const become = async (next: string) => {
    if (next === mode) return;
    if (mode === 'down') await upstream.comeBack();
    upstream.play(next === 'hanging' ? () => {} : mixedFaults);
    if (next === 'down') await upstream.goDown();
    mode = next;
  };
  for (let made = 0; since() < milliseconds; made += 1) {
    await sleep(Math.max(0, (made * 1_000) / CALLS_PER_SECOND - since()));
    const inCycle = since() % CYCLE_MS;
    await become(inCycle < OUTAGE_MS ? 'down' : inCycle > CYCLE_MS - OUTAGE_MS ? 'hanging' : 'up');
    call();
    if (since() > (samples.length + 1) * SAMPLE_EVERY_MS) samples.push(await service.sample());
  }
  await become('up');
};

/** Waits until nothing is under way, and samples until what is held is as before, or time is up. */
const rested = async (watched: ServiceProcess, before?: Sample): Promise<Sample> => {
  await Promise.all(underWay);
  callers.rest();
  const until = performance.now() + REST_MS;
  for (;;) {
    await sleep(500);
    const sample = await watched.sample();
    const isAtRest = before
      ? HANDLES.every((name) => sample[name] <= before[name])
      : performance.now() > until - REST_MS + 5_000;
    if (isAtRest || performance.now() > until) return sample;
  }
};
const HANDLES = ['timers', 'sockets', 'files'] as const;

await callFor(WARM_UP_MS, []);
const before = await rested(service);
const samples: Sample[] = [];
await callFor(MINUTES * 60_000, samples);
const after = await rested(service, before);

const broken = [...counted(untruths)].map(([what, times]) => `${times} answers were untrue: ${what}`);
for (const name of HANDLES) {
  if (after[name] > before[name]) broken.push(`${name}: ${before[name]} before, ${after[name]} after`);
}
const growth = {
  heapMb: Math.max(fittedGrowth(samples.map(({ heapMb }) => heapMb)), after.heapMb - before.heapMb),
  rssMb: fittedGrowth(samples.slice(samples.length / 2).map(({ rssMb }) => rssMb)),
};
if (growth.heapMb > HEAP_MARGIN_MB) broken.push(`the heap grew by ${growth.heapMb.toFixed(1)} MB`);
if (growth.rssMb > RSS_MARGIN_MB) broken.push(`the process grew by ${growth.rssMb.toFixed(1)} MB`);
const sentTwice = [...upstream.posts.values()].filter((times) => times > 1).length;
if (sentTwice > 0) broken.push(`${sentTwice} unlinks were sent more than once`);
const statuses = new Set(answers.map(({ status }) => status).filter((status) => status >= 500));
if (statuses.size > 0) broken.push(`answered with ${[...statuses].join(', ')}`);
if (service.logged('circuit opened: nothing is sent to Z-API') === 0) broken.push('the circuit never opened');

const loaded = (name: keyof Sample, digits = 0) => {
  const all = samples.map((sample) => sample[name]);
  return `${percentile(all, 50).toFixed(digits)} / ${Math.max(...all).toFixed(digits)}`;
};
const row = (title: string, name: keyof Sample, digits = 0) => [
  title,
  before[name].toFixed(digits),
  loaded(name, digits),
  after[name].toFixed(digits),
];
console.log(
  `Node.js ${process.version}, ${cpus().length} cores; ${MINUTES} minutes, ${answers.length} calls, ${upstream.posts.size} of them sent to unlink; circuit opened ${service.logged('circuit opened: nothing is sent to Z-API')} times.\n`,
);
console.log(
  table(
    ['', 'at rest before', 'under load: median / most', 'at rest after'],
    [
      row('Heap, MB', 'heapMb', 1),
      row('Resident memory, MB', 'rssMb'),
      row('Timers', 'timers'),
      row('Sockets', 'sockets'),
      row('Open files', 'files'),
      row("Event loop's delay, p99, ms", 'delayMs'),
    ],
  ),
);
console.log(
  `\nHeap over the run: ${growth.heapMb.toFixed(1)} MB (at most ${HEAP_MARGIN_MB}); resident memory over its second half: ${growth.rssMb.toFixed(1)} MB (at most ${RSS_MARGIN_MB}).\n`,
);
const names = answers.map(({ status, member, code }) =>
  [status || 'hung up', member, code].filter(Boolean).join(' '),
);
console.log(
  table(
    ['answer', 'calls'],
    [...counted(names)].map(([name, times]) => [name, String(times)]),
  ),
);
callers.rest();
await service.close().catch((error: Error) => broken.push(error.message));
await upstream.close();
for (const rule of broken) console.error(`BROKEN: ${rule}`);
process.exitCode = broken.length > 0 ? 1 : 0;
