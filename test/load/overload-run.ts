import { setTimeout as sleep } from 'node:timers/promises';
import { type Answer, type Callers, openCallers, untruthOf } from './callers.ts';
import { counted, percentile, table } from './figures.ts';
import { type ServiceProcess, startServiceProcess } from './service-process.ts';
import { communityAt, type LoadUpstream, type Player, startLoadUpstream } from './upstream.ts';

/** How long the upstream takes for each call, in milliseconds. */
const UPSTREAM_MS = 200;
/** Once load or outage is over, an unlink must succeed within this time. In milliseconds. */
const RECOVERY_MS = 5_000;
/** What a refusal may take at its 99th percentile, on a machine that has other things to do. In milliseconds. */
export const AT_ONCE_MS = 1_000;
/** What the heap may grow by from before the load to after it. */
const HEAP_MARGIN_MB = 16;

export interface OverloadOptions {
  readonly perSecond: number;
  readonly seconds: number;
  /** What becomes of the upstream in the second third of the time: it listens no more, or answers no more. */
  readonly outage?: 'refuses' | 'hangs';
  /** The longest a refusal may take, in milliseconds; undefined where the machine decides. */
  readonly atOnceMs?: number;
  /** The longest a recovery may take; 5,000 unless told. In milliseconds. */
  readonly recoveryMs?: number;
}

export interface OverloadReport {
  /** What was promised and did not hold; none when all is well. */
  readonly broken: readonly string[];
  readonly table: string;
}

interface Call {
  readonly ordinal: number;
  readonly answer: Answer;
  /** Whether nothing could be sent when it was made. */
  readonly whileOpen: boolean;
}

const answering: Player = async (call) => {
  await sleep(UPSTREAM_MS);
  if (call.kind !== 'unlink') return call.tellTruth();
  call.carryOut();
  call.answer(200, { success: true });
};

/** Runs it from start to end, and says what did not hold. */
export const runOverload = async (options: OverloadOptions): Promise<OverloadReport> => {
  const upstream = await startLoadUpstream();
  upstream.play(answering);
  const service = await startServiceProcess(upstream.url, options.outage ? SHORT_CALLS : {});
  const callers = openCallers(service.url);
  try {
    for (let ordinal = 0; ordinal < WARM_UP_CALLS; ordinal += 1) await callers.unlink(WARM_UP + ordinal);
    const before = await service.sample();
    const { made, recoveryMs, afterLoadMs } = await offer(options, upstream, service, callers);
    const growthMb = (await service.sample()).heapMb - before.heapMb;
    const maxWaitMs = options.recoveryMs ?? RECOVERY_MS;
    return {
      broken: [
        ...judge(made, upstream, options),
        ...(afterLoadMs <= maxWaitMs ? [] : [`no unlink succeeded within ${maxWaitMs} ms of the load's end`]),
        ...(recoveryMs <= maxWaitMs ? [] : [`none succeeded within ${maxWaitMs} ms of the outage's end`]),
        ...(growthMb <= HEAP_MARGIN_MB ? [] : [`the heap grew by ${growthMb.toFixed(1)} MB`]),
      ],
      table: [
        rows(made),
        '',
        `Heap: ${growthMb.toFixed(1)} MB more. First success after the load: ${afterLoadMs.toFixed(0)} ms${
          options.outage ? `; after the outage: ${recoveryMs.toFixed(0)} ms` : ''
        }.`,
      ].join('\n'),
    };
  } finally {
    callers.rest();
    await service.close().finally(() => upstream.close());
  }
};

/** So that a Z-API that hangs is found out within the time of the outage. */
const SHORT_CALLS = { ZAPI_ATTEMPT_TIMEOUT_MS: '1000', ZAPI_DEADLINE_MS: '5000' };

/** Communities apart from those of the load. */
const WARM_UP = 1_000_000;
const WARM_UP_CALLS = 20;
const AFTER_LOAD = 2_000_000;
const AFTER_OUTAGE = 3_000_000;

/** Makes unlinks at an even pace, whether or not those before are answered, each of another community. */
const offer = async (
  { perSecond, seconds, outage }: OverloadOptions,
  upstream: LoadUpstream,
  service: ServiceProcess,
  callers: Callers,
): Promise<{ readonly made: readonly Call[]; readonly recoveryMs: number; readonly afterLoadMs: number }> => {
  const total = perSecond * seconds;
  const begins = outage ? Math.floor(total / 3) : undefined;
  const ends = outage ? Math.floor((2 * total) / 3) : undefined;
  const out = outageOf(upstream, outage);
  const calls: Promise<Call>[] = [];
  const startedAt = performance.now();
  let recovery = Promise.resolve(0);
  for (let ordinal = 0; ordinal < total; ordinal += 1) {
    const dueMs = startedAt + (ordinal * 1_000) / perSecond - performance.now();
    if (dueMs > 0) await sleep(dueMs);
    if (ordinal === begins) await out.begin();
    if (ordinal === ends) {
      await out.end();
      recovery = firstSuccess(callers, AFTER_OUTAGE);
    }
    const whileOpen = ends !== undefined && ordinal < ends && service.logged(OPENED) > 0;
    calls.push(callers.unlink(ordinal).then((answer) => ({ ordinal, answer, whileOpen })));
  }
  // While the last of the load are still under way.
  const afterLoad = firstSuccess(callers, AFTER_LOAD);
  return { made: await Promise.all(calls), recoveryMs: await recovery, afterLoadMs: await afterLoad };
};

const OPENED = 'circuit opened: nothing is sent to Z-API';

const outageOf = (upstream: LoadUpstream, outage: OverloadOptions['outage']) => ({
  begin: async () => {
    if (outage === 'refuses') await upstream.goDown();
    else upstream.play(() => {});
  },
  end: async () => {
    if (outage === 'refuses') await upstream.comeBack();
    else upstream.play(answering);
  },
});

/** Milliseconds until an unlink succeeds, each tried on another community. */
const firstSuccess = async (callers: Callers, firstOrdinal: number): Promise<number> => {
  const startedAt = performance.now();
  for (let ordinal = firstOrdinal; performance.now() - startedAt < 4 * RECOVERY_MS; ordinal += 1) {
    const { member } = await callers.unlink(ordinal);
    if (member === 'UnlinkSuccess') break;
    await sleep(20);
  }
  return performance.now() - startedAt;
};

const isRefusal = ({ member }: Answer): boolean =>
  member === 'CommunityRateLimitedError' || member === 'CommunityUpstreamError';

const judge = (
  made: readonly Call[],
  upstream: LoadUpstream,
  options: OverloadOptions,
): readonly string[] => {
  const allowed = ['UnlinkSuccess', 'CommunityRateLimitedError'];
  if (options.outage) allowed.push('CommunityUpstreamError');
  // What hangs was sent, and nobody knows.
  if (options.outage === 'hangs') allowed.push('UnlinkOutcomeUnknownError');
  const strange = made.filter(({ answer }) => answer.status !== 200 || !allowed.includes(answer.member));
  const untruths = made.flatMap(({ answer, ordinal }) => untruthOf(answer, ordinal, upstream) ?? []);
  const unanswered = made.filter(
    ({ ordinal, answer }) => upstream.posts.has(communityAt(ordinal).id) && isRefusal(answer),
  );
  const immediate = made.filter(
    ({ answer, whileOpen }) => isRefusal(answer) && (whileOpen || options.outage === undefined),
  );
  const slowest = percentile(
    immediate.map(({ answer }) => answer.milliseconds),
    99,
  );
  return [
    ...[
      ...counted(strange.map(({ answer }) => `${answer.status} ${answer.member} ${answer.code ?? ''}`)),
    ].map(([what, times]) => `${times} answers were none that may be: ${what}`),
    ...[...counted(untruths)].map(([what, times]) => `${times} answers were untrue: ${what}`),
    ...(unanswered.length > 0 ? [`${unanswered.length} were sent, and told that they were not`] : []),
    ...(slowest > (options.atOnceMs ?? Number.POSITIVE_INFINITY)
      ? [`refusals took ${slowest.toFixed(0)} ms at the 99th percentile`]
      : []),
    ...(made.some(({ answer }) => answer.member === 'UnlinkSuccess') ? [] : ['nothing succeeded']),
    ...(options.outage && !made.some(({ whileOpen }) => whileOpen) ? ['the circuit never opened'] : []),
    ...(made.some(({ answer }) => isRefusal(answer)) ? [] : ['nothing was refused: this was no overload']),
  ];
};

const rows = (made: readonly Call[]): string => {
  const nameOf = ({ answer, whileOpen }: Call) =>
    `\`${answer.member}\`${answer.code ? ` ${answer.code}` : ''}${whileOpen ? ', circuit open' : ''}`;
  const names = counted(made.map(nameOf));
  return table(
    ['answer', 'calls', 'p50 ms', 'p99 ms'],
    [...names].map(([name, calls]) => {
      const times = made.filter((call) => nameOf(call) === name).map(({ answer }) => answer.milliseconds);
      return [name, String(calls), percentile(times, 50).toFixed(0), percentile(times, 99).toFixed(0)];
    }),
  );
};
