import { type Member, unlink } from '../../contract/z-api/unlinking.ts';
import { startUpstream, type Upstream } from '../../contract/z-api/upstream.ts';
import { startBlackHole } from '../../support/black-hole.ts';
import type { Fault } from '../../support/fault-server.ts';
import { startTestService } from '../../support/service.ts';
import { unusedPort } from '../../support/unused-port.ts';
import { healthyReads } from './community-reads.ts';
import { linkedAs, type Reads } from './expected-members.ts';
import type { Place, WireFault } from './wire-fault.ts';

/** A fault and what the reads after it meet. */
export interface Trial {
  readonly name: string;
  readonly fault: WireFault;
  readonly reads: Reads;
}

/** What a caller was told, and what had happened. */
export interface Observation {
  readonly member: Member;
  readonly tookMs: number;
  /** POSTs that the server read whole: the ground truth. */
  readonly posts: number;
  readonly gets: number;
  readonly connections: number;
}

/** The times that a trial is given: none must be long enough for a second look. */
export const timesOf = ({ waits }: WireFault) =>
  waits ? { attemptMs: 400, deadlineMs: 990 } : { attemptMs: 900, deadlineMs: 990 };

interface Lane {
  observe(trial: Trial): Promise<Observation>;
  /** Throws when a secret has leaked. */
  close(): Promise<void>;
}

/** Goes all the way but the last step, where there is nobody to send to. */
const REFUSED_BEFORE_SENDING =
  'mutation { unlinkGroups(communityId: "", groupsPhones: []) { __typename ... on CommunityError { code } } }';

/** Trials of one lane are made one after the other, on one service. */
const openLane = async (fault: WireFault, trusted: Set<number>): Promise<Lane> => {
  const upstream = await startUpstream(fault.place.kind === 'tls' ? { tls: fault.place.options } : undefined);
  if (fault.place.kind === 'tls' && fault.place.trusted) trusted.add(upstream.port);
  const address = await addressOf(fault.place, upstream);
  const { attemptMs, deadlineMs } = timesOf(fault);
  const service = await startTestService({
    zApiUrl: address.url,
    environment: { ZAPI_ATTEMPT_TIMEOUT_MS: `${attemptMs}`, ZAPI_DEADLINE_MS: `${deadlineMs}` },
  });
  // What is needed only once must not count as time of the first trial.
  if (fault.place.kind === 'nowhere') await service.graphql(REFUSED_BEFORE_SENDING);
  else await unlink(service);
  return {
    async observe(trial) {
      upstream.play(faultOf(trial, upstream));
      const startedAt = performance.now();
      const member = await unlink(service);
      return {
        member,
        tookMs: performance.now() - startedAt,
        posts: upstream.posts().length,
        gets: upstream.gets().length,
        connections: upstream.connections(),
      };
    },
    async close() {
      await Promise.all([service.close(), upstream.close(), address.close()]);
    },
  };
};

const nothing = async () => {};

const addressOf = async (
  place: Place,
  { url, port }: Upstream,
): Promise<{ url: string; close(): Promise<void> }> => {
  if (place.kind === 'no-tls') return { url: `https://127.0.0.1:${port}`, close: nothing };
  if (place.kind !== 'nowhere') return { url, close: nothing };
  const { scheme } = place;
  switch (place.url) {
    case 'unknown-name':
      return { url: `${scheme}://nowhere.invalid`, close: nothing };
    case 'unused-port':
      return { url: `${scheme}://127.0.0.1:${await unusedPort()}`, close: nothing };
    case 'black-hole': {
      const hole = await startBlackHole();
      return { url: `${scheme}://127.0.0.1:${hole.port}`, close: hole.close };
    }
  }
};

/** A POST is on the first connection, and on a later one only when nothing was sent on the one before. */
const faultOf = ({ fault: { comesTo, fault }, reads }: Trial, upstream: Upstream): Fault => {
  if (reads === 'the same' || comesTo === 'not-sent') return fault;
  const healthy = healthyReads(linkedAs(reads));
  return (connection) => (upstream.connections() === 1 ? fault(connection) : healthy(connection));
};

/** Lanes of plain HTTP beside each other: one for what answers, more for what only waits. */
const HTTP_LANES = { answering: 2, waiting: 14 } as const;

const laneOf = ({ place, waits }: WireFault, index: number): string => {
  switch (place.kind) {
    case 'http':
      return waits ? `http, waiting ${index % HTTP_LANES.waiting}` : `http ${index % HTTP_LANES.answering}`;
    case 'no-tls':
      return waits ? `no-tls, waiting ${index % 2}` : 'no-tls';
    case 'tls':
      return `tls ${place.name} ${place.trusted} ${waits}`;
    case 'nowhere':
      return `${place.scheme} ${place.url}`;
  }
};

export interface Observations {
  /** By the trial's name; an Error when the trial itself failed. */
  readonly of: ReadonlyMap<string, Observation | Error>;
  /** What the services leaked. */
  readonly leaks: readonly unknown[];
}

/** Makes every trial; `trusted` collects the ports whose certificates are to be trusted. */
export const observeAll = async (trials: readonly Trial[], trusted: Set<number>): Promise<Observations> => {
  const lanes = new Map<string, Trial[]>();
  for (const [index, trial] of trials.entries()) {
    const lane = laneOf(trial.fault, index);
    lanes.set(lane, [...(lanes.get(lane) ?? []), trial]);
  }
  const observations = new Map<string, Observation | Error>();
  const leaks: unknown[] = [];
  const opened = await Promise.all(
    [...lanes.values()].flatMap((trials) =>
      trials.slice(0, 1).map(async ({ fault }) => ({ lane: await openLane(fault, trusted), trials })),
    ),
  );
  const observe = async ({ lane, trials }: (typeof opened)[number]) => {
    for (const trial of trials) {
      observations.set(trial.name, await lane.observe(trial).catch((error: Error) => error));
    }
  };
  // What waits needs no processor, and must not be kept from looking at the clock by what does.
  const waits = ({ trials }: (typeof opened)[number]) => trials.some(({ fault }) => fault.waits);
  await Promise.all(opened.filter(waits).map(observe));
  await Promise.all(opened.filter((one) => !waits(one)).map(observe));
  await Promise.all(opened.map(({ lane }) => lane.close().catch((leak) => leaks.push(leak))));
  return { of: observations, leaks };
};
