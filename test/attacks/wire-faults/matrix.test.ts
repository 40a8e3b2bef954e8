import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { startUpstream, type Upstream } from '../../contract/z-api/upstream.ts';
import { trustTestCa } from '../../support/test-certificates.ts';
import { expectedMember, READS, type Reads } from './expected-members.ts';
import { FAULTS_BELOW_HTTP } from './faults-below-http.ts';
import { FAULTS_OF_HTTP, redirectsTo } from './faults-of-http.ts';
import { FAULTS_OF_TLS } from './faults-of-tls.ts';
import { type Observation, type Observations, observeAll, type Trial, timesOf } from './observing.ts';
import { unsafetyOf } from './safety.ts';
import { READ_BACK, type WireFault } from './wire-fault.ts';

/**
 * How far past its deadline an answer may be on its way back on a busy machine. Without the deadline it would take 600 ms
 * more at the least: a read that is attempted three times. In milliseconds.
 */
const SLACK_MS = 500;
const MAX_ATTEMPTS = 3;

/** Stands for a port that is known only when the tests run. */
const ELSEWHERE = 'http://127.0.0.1:1';

/** Groups cannot have left when the server never saw the POST. */
const readsOf = ({ comesTo, processed }: WireFault): readonly Reads[] => {
  if (!READ_BACK.includes(comesTo)) return ['the same'];
  return processed === 0 ? ['the same', 'both linked'] : READS;
};

const trialsOf = (faults: readonly WireFault[]): readonly Trial[] =>
  faults.flatMap((fault) =>
    readsOf(fault).map((reads) => ({ name: `${fault.name}; reads: ${reads}`, fault, reads })),
  );

const TRIALS = {
  'below HTTP': trialsOf(FAULTS_BELOW_HTTP),
  'of TLS': trialsOf(FAULTS_OF_TLS),
  'of HTTP': trialsOf([...FAULTS_OF_HTTP, ...redirectsTo(ELSEWHERE)]),
};
const ALL = Object.values(TRIALS).flat();

let elsewhere: Upstream;
let observations: Observations;

const observationOf = ({ name }: Trial): Observation => {
  const observation = observations.of.get(name);
  if (observation === undefined || observation instanceof Error) throw observation;
  return observation;
};

beforeAll(async () => {
  const trusted = new Set<number>();
  trustTestCa(trusted);
  elsewhere = await startUpstream();
  const redirects = new Map(trialsOf(redirectsTo(elsewhere.url)).map((trial) => [trial.name, trial]));
  observations = await observeAll(
    ALL.map((trial) => redirects.get(trial.name) ?? trial),
    trusted,
  );
}, 240_000);
afterAll(async () => {
  jest.restoreAllMocks();
  await elsewhere.close();
});

const connectionsAllowed = ({ comesTo, place }: WireFault): readonly [number, number] => {
  if (place.kind === 'nowhere') return [0, 0];
  return comesTo === 'not-sent' ? [1, MAX_ATTEMPTS] : [1, 1];
};

describe.each(Object.entries(TRIALS))('a fault %s', (_, trials) => {
  it.each(trials.map((trial) => [trial.name, trial] as const))('%s', (_name, trial) => {
    const { fault, reads } = trial;
    const { member, tookMs, posts, gets, connections } = observationOf(trial);
    expect(member).toEqual(expectedMember(fault.comesTo, reads));
    expect(posts).toBe(fault.processed);
    const [fewest, most] = connectionsAllowed(fault);
    const others = READ_BACK.includes(fault.comesTo) ? connections - 1 : 0;
    expect(connections - others).toBeGreaterThanOrEqual(fewest);
    expect(connections - others).toBeLessThanOrEqual(most);
    expect(tookMs).toBeLessThan(timesOf(fault).deadlineMs + SLACK_MS);
    if (!READ_BACK.includes(fault.comesTo)) expect(gets).toBe(0);
  });
});

describe('all faults together', () => {
  it('are at least 60, 30 of them below HTTP and 8 of TLS', () => {
    const names = new Set(ALL.map(({ fault }) => fault.name));
    expect(names.size).toBe(FAULTS_BELOW_HTTP.length + FAULTS_OF_TLS.length + FAULTS_OF_HTTP.length + 10);
    expect(FAULTS_BELOW_HTTP.length).toBeGreaterThanOrEqual(30);
    expect(FAULTS_OF_TLS.length).toBeGreaterThanOrEqual(8);
    expect(names.size).toBeGreaterThanOrEqual(60);
  });

  it('bring no unsafe answer', () => {
    const unsafe = ALL.flatMap((trial) => {
      const why = unsafetyOf(trial, observationOf(trial));
      return why === undefined ? [] : [`${trial.name}: ${why}`];
    });
    expect(unsafe).toEqual([]);
  });

  it('bring no secret to light', () => {
    expect(observations.leaks).toEqual([]);
  });

  it('send nothing to another server', () => {
    expect(elsewhere.connections()).toBe(0);
  });
});
