import { setTimeout as sleep } from 'node:timers/promises';
import type { Callers } from './callers.ts';
import { communityAt, type Player, type UpstreamCall } from './upstream.ts';

/** What the upstream makes of an unlink, and how often of a hundred. */
const UNLINKS: readonly (readonly [weight: number, play: (call: UpstreamCall) => void | Promise<void>])[] = [
  [48, (call) => done(call)],
  [8, (call) => sleep(400).then(() => done(call))],
  [8, ({ answer }) => answer(200, { success: false })],
  [4, ({ answer }) => answer(400, { error: 'You are not connected.' })],
  [4, ({ answer }) => answer(429, {})],
  [3, ({ answer }) => answer(404, { error: 'NOT_FOUND' })],
  [3, ({ answer }) => answer(503, '<html>')],
  [3, (call) => carriedOut(call).answer(502, '<html>')],
  [3, (call) => carriedOut(call).reset()],
  [3, ({ reset }) => reset()],
  [3, (call) => carriedOut(call).breakOff()],
  [3, ({ breakOff }) => breakOff()],
  [2, (call) => carriedOut(call).answer(200, 'x'.repeat(100_000))],
  [2, (call) => carriedOut(call).answer(200, '{"succ')],
  [2, (call) => void carriedOut(call)],
  [1, () => {}],
];

/** What it makes of a read. */
const READS: typeof UNLINKS = [
  [85, ({ tellTruth }) => tellTruth()],
  [4, ({ tellTruth }) => sleep(300).then(tellTruth)],
  [3, ({ answer }) => answer(503, '')],
  [3, ({ reset }) => reset()],
  [3, ({ breakOff }) => breakOff()],
  [1, ({ answer }) => answer(429, {})],
  [1, () => {}],
];

const carriedOut = (call: UpstreamCall): UpstreamCall => {
  call.carryOut();
  return call;
};
const done = (call: UpstreamCall): void => carriedOut(call).answer(200, { success: true });

const drawn = (from: typeof UNLINKS, chance: number) => {
  let left = chance * from.reduce((sum, [weight]) => sum + weight, 0);
  for (const [weight, play] of from) {
    left -= weight;
    if (left < 0) return play;
  }
  return from[0]?.[1];
};

/** Plays all of them, by chance. */
export const mixedFaults: Player = (call) =>
  drawn(call.kind === 'unlink' ? UNLINKS : READS, Math.random())?.(call);

const COMMUNITY = 'query ($id: ID!) { result: community(id: $id) { __typename name groups { phone } } }';
const PREVIEW = `query ($id: ID!, $phones: [String!]!) {
  result: unlinkPreview(communityId: $id, groupsPhones: $phones) { __typename }
}`;

/**
 * What is asked beside unlinks, each answered somehow: queries, bad input, a body that is too large, and no GraphQL. What
 * changes goes in variables, as frontends have it: documents are kept, up to a bound that would take hours to fill.
 */
const otherRequests = (ordinal: number): readonly string[] => {
  const { id, group } = communityAt(ordinal);
  const asking = (query: string, variables = {}) => JSON.stringify({ query, variables });
  return [
    asking(COMMUNITY, { id }),
    asking(PREVIEW, { id, phones: [group] }),
    asking('{ communities { items { name } } }'),
    asking('mutation { result: unlinkGroups(communityId: "x", groupsPhones: []) { __typename } }'),
    asking('{ nothing }'),
    asking('{'),
    '{"query": 1',
    'x'.repeat(100_000),
  ];
};

/** Asks one thing that is no unlink, by chance. */
export const askSomething = (callers: Callers, ordinal: number) => {
  const bodies = otherRequests(ordinal);
  return callers.send(bodies[Math.floor(Math.random() * bodies.length)] ?? '');
};
