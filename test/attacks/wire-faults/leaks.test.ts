import type { Agent } from 'node:http';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Deadline } from '../../../src/utils/deadline.ts';
import { defaultFetch, type Fetch } from '../../../src/z-api/fetch.ts';
import { createTransport } from '../../../src/z-api/transport.ts';
import { ZApiDatasource } from '../../../src/z-api/z-api.datasource.ts';
import { COMMUNITY_ID, GROUPS } from '../../contract/z-api/unlinking.ts';
import { CANARY_ACCESS } from '../../support/canaries.ts';
import { type FaultServer, startFaultServer } from '../../support/fault-server.ts';
import { unusedPort } from '../../support/unused-port.ts';
import { afterRequest } from './wire.ts';

const CALLS = 10_000;
const AT_ONCE = 250;
/** For what answers or breaks by itself; and for silence, which only a time-out ends. In milliseconds. */
const PATIENCE_MS = 5_000;
const SILENCE_MS = 5;

const servers: FaultServer[] = [];
const warnings: Error[] = [];
const keepWarning = (warning: Error) => void warnings.push(warning);
let refusing = 0;

/** The agents that the connections to one instance share, as the transports' requests show them. */
const agents = new Set<Agent>();
const watchingFetch: Fetch = (url, request) => {
  agents.add(Object.getPrototypeOf(request.agent));
  return defaultFetch(url, request);
};

beforeAll(async () => {
  process.on('warning', keepWarning);
  servers.push(
    await startFaultServer(afterRequest(({ reset }) => reset())),
    await startFaultServer(afterRequest(({ end }) => end())),
    await startFaultServer(() => {}),
  );
  refusing = await unusedPort();
});
afterAll(async () => {
  process.off('warning', keepWarning);
  await Promise.all(servers.map((server) => server.close()));
});

const unlinkAt = (baseUrl: string, timeoutMs: number) => {
  const zApi = new ZApiDatasource(createTransport({ baseUrl, ...CANARY_ACCESS }, watchingFetch), timeoutMs);
  return () => zApi.unlinkGroups(COMMUNITY_ID, GROUPS, { deadline: new Deadline(timeoutMs + 1) });
};

/** What keeps this process busy, by kind. */
const resources = (): Readonly<Record<string, number>> => {
  const counts: Record<string, number> = {};
  for (const kind of process.getActiveResourcesInfo()) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
};

/** What there is more of than before; that something of the test runner's own went away is no leak. */
const excessOver = (baseline: Readonly<Record<string, number>>) =>
  Object.fromEntries(Object.entries(resources()).filter(([kind, count]) => count > (baseline[kind] ?? 0)));

const listeners = () =>
  Object.fromEntries(process.eventNames().map((name) => [String(name), process.listenerCount(name)]));

/** Lets what was closed go: that takes a turn of the event loop or two, not a time. */
const settled = async (baseline: Readonly<Record<string, number>>) => {
  for (let turn = 0; turn < 1_000; turn += 1) {
    await new Promise((resolve) => setImmediate(resolve));
    const now = resources();
    if (Object.keys(now).every((kind) => kind === 'Immediate' || (now[kind] ?? 0) <= (baseline[kind] ?? 0)))
      return;
  }
};

it('leaves no timer, socket or listener behind after 10,000 calls that failed', async () => {
  const [resetting, ending, silent] = servers.map(({ url }) => url) as [string, string, string];
  const calls = [
    unlinkAt(resetting, PATIENCE_MS),
    unlinkAt(ending, PATIENCE_MS),
    unlinkAt(silent, SILENCE_MS),
    unlinkAt(`http://127.0.0.1:${refusing}`, PATIENCE_MS),
  ];
  // What is made once and kept is no leak.
  await Promise.all(calls.map((call) => call()));
  await settled({});
  const baseline = { resources: resources(), listeners: listeners() };

  const meanings: Record<string, number> = {};
  for (let made = 0; made < CALLS; made += AT_ONCE) {
    const batch = Array.from({ length: AT_ONCE }, (_, index) => calls[index % calls.length]?.());
    for (const meaning of await Promise.all(batch)) {
      const kind = meaning?.kind ?? 'none';
      meanings[kind] = (meanings[kind] ?? 0) + 1;
    }
  }

  await settled(baseline.resources);
  expect((meanings.unknown ?? 0) + (meanings['not-sent'] ?? 0)).toBe(CALLS);
  expect(meanings.unknown).toBeGreaterThanOrEqual(CALLS / 2);
  expect(excessOver(baseline.resources)).toEqual({});
  expect(listeners()).toEqual(baseline.listeners);
  expect(agents.size).toBe(calls.length);
  for (const agent of agents) {
    expect([agent.sockets, agent.requests, agent.freeSockets].map((kept) => Object.keys(kept))).toEqual([
      [],
      [],
      [],
    ]);
    expect(agent.listenerCount('free')).toBe(1);
  }
  expect(warnings).toEqual([]);
}, 240_000);
