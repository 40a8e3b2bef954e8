/** `npm run overload`: more unlinks than an instance can take, also while its Z-API is out. Exits with 1 when a promise breaks. */
import { AT_ONCE_MS, type OverloadOptions, runOverload } from './overload-run.ts';

const LOAD = { perSecond: 200, seconds: 30, atOnceMs: AT_ONCE_MS };

const SCENARIOS: readonly (readonly [name: string, options: OverloadOptions])[] = [
  ['Z-API answers in 200 ms', LOAD],
  ['Z-API refuses connections for 10 s', { ...LOAD, outage: 'refuses' }],
  ['Z-API hangs for 10 s', { ...LOAD, outage: 'hangs' }],
];

for (const [name, options] of SCENARIOS) {
  console.log(`\n${name}; ${options.perSecond} unlinks a second for ${options.seconds} s:\n`);
  const { broken, table } = await runOverload(options);
  console.log(table);
  for (const rule of broken) console.error(`BROKEN: ${rule}`);
  if (broken.length > 0) process.exitCode = 1;
}
