import { setTimeout as sleep } from 'node:timers/promises';
import { type Answer, openCallers, untruthOf } from './callers.ts';
import { counted, percentile, table } from './figures.ts';
import { startServiceProcess } from './service-process.ts';
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
  /** The longest a refusal may take; undefined where the machine decides. */
  readonly atOnceMs?: number;
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

/** Offers unlinks at an even pace, whether or not those before are answered, each of another community. */
export const runOverload = async (options: OverloadOptions): Promise<OverloadReport> => {
  const { perSecond, seconds, outage } = options;
  const upstream = await startLoadUpstream();
  upstream.play(answering);
  const service = await startServiceProcess(
    upstream.url,
    outage ? { ZAPI_ATTEMPT_TIMEOUT_MS: '1000', ZAPI_DEADLINE_MS: '5000' } : {},
  );
  const callers = openCallers(service.url);
  try {
    for (let ordinal = 0; ordinal < 20; ordinal += 1) await callers.unlink(1_000_000 + ordinal);
    let isOpen = false;
    const before = await service.sample();
    const calls: Promise<Call>[] = [];
    const startedAt = performance.now();
    const total = perSecond * seconds;
    const out = outageOf(upstream, outage);
    let recovery: Promise<number> | undefined;
    for (let ordinal = 0; ordinal < total; ordinal += 1) {
      const dueMs = startedAt + (ordinal * 1_000) / perSecond - performance.now();
      if (dueMs > 0) await sleep(dueMs);
      if (outage && ordinal === Math.floor(total / 3)) await out.begin();
      if (outage && ordinal === Math.floor((2 * total) / 3)) {
        isOpen = false;
        await out.end();
        recovery = firstSuccess(callers.unlink, 3_000_000);
      }
      if (outage && recovery === undefined && service.logged(OPENED) > 0) isOpen = true;
      const whileOpen = isOpen;
      calls.push(callers.unlink(ordinal).then((answer) => ({ ordinal, answer, whileOpen })));
    }
    const made = await Promise.all(calls);
    const afterLoadMs = await firstSuccess(callers.unlink, 2_000_000);
    const recoveryMs = await recovery;
    const brokenRules = [
      ...judge(made, upstream, options),
      ...(afterLoadMs <= RECOVERY_MS
        ? []
        : [`no unlink succeeded within ${RECOVERY_MS} ms of the load's end`]),
      ...(recoveryMs === undefined || recoveryMs <= RECOVERY_MS
        ? []
        : [`no unlink succeeded within ${RECOVERY_MS} ms of the outage's end`]),
      ...(outage && !made.some(({ whileOpen }) => whileOpen) ? ['the circuit never opened'] : []),
    ];
    const growthMb = (await service.sample()).heapMb - before.heapMb;
    if (growthMb > HEAP_MARGIN_MB) brokenRules.push(`the heap grew by ${growthMb.toFixed(1)} MB`);
    return {
      broken: brokenRules,
      table: `${rows(made)}\n\nHeap ${growthMb >= 0 ? '+' : ''}${growthMb.toFixed(1)} MB; after the load, a success in ${afterLoadMs.toFixed(0)} ms${
        recoveryMs === undefined ? '' : `; after the outage, in ${recoveryMs.toFixed(0)} ms`
      }.`,
    };
  } finally {
    callers.rest();
    await service.close().finally(() => upstream.close());
  }
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
const firstSuccess = async (
  unlink: (ordinal: number) => Promise<Answer>,
  firstOrdinal: number,
): Promise<number> => {
  const startedAt = performance.now();
  for (let ordinal = firstOrdinal; performance.now() - startedAt < 4 * RECOVERY_MS; ordinal += 1) {
    const { member } = await unlink(ordinal);
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
