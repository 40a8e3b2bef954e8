import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  CommunityDocument,
  UnlinkGroupsDocument,
  type UnlinkGroupsMutation,
} from '../../src/client/index.ts';
import {
  CONDOMINIO,
  CORREDORES,
  ESCOLA,
  FEIRA,
  ordinaryGroups,
  type SimulatedCommunity,
} from '../../src/simulator/communities.ts';
import { SCENARIOS } from '../../src/simulator/scenarios.ts';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { CANARY_ACCESS } from '../support/canaries.ts';
import { respond, startFaultServer } from '../support/fault-server.ts';
import { closedAfterAll, closedAfterEach } from '../support/resources.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { twoGroupsOf } from './scenario-calls.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

const phonesOf = (community: SimulatedCommunity): readonly string[] =>
  ordinaryGroups(community).map(({ phone }) => phone);

describe('unlinkGroups', () => {
  let simulator: Simulator;
  let service: TestService;
  const kept = closedAfterAll();
  const opened = closedAfterEach();
  beforeAll(async () => {
    simulator = kept(await startSimulator({ credentials: CANARY_ACCESS }));
    service = kept(await startTestService({ zApiUrl: simulator.url }));
  });

  const unlink = async (communityId: string, groupsPhones: readonly string[]) => {
    const variables = { communityId, groupsPhones: [...groupsPhones] };
    return (await service.execute(UnlinkGroupsDocument, variables)).unlinkGroups;
  };

  const linkedIn = async (id: string): Promise<readonly string[]> => {
    const { community } = await service.execute(CommunityDocument, { id });
    return community?.groups?.map(({ phone }) => phone) ?? [];
  };

  it('tells of an acknowledged unlink, each group once and in the order asked for', async () => {
    const [first = '', second = '', , , older = ''] = phonesOf(ESCOLA);
    expect(await unlink(ESCOLA.id, [older, first, older, second, first])).toEqual({
      __typename: 'UnlinkSuccess',
      communityId: ESCOLA.id,
      confirmation: 'ACKNOWLEDGED',
      groups: [older, first, second].map((phone) => ({ phone, status: 'UNLINKED', blocker: null })),
      requestId: expect.stringMatching(UUID),
    });
  });

  it('takes the group out of the community and leaves the others', async () => {
    const [first = '', ...others] = phonesOf(CONDOMINIO);
    expect(await linkedIn(CONDOMINIO.id)).toEqual([first, ...others]);
    await unlink(CONDOMINIO.id, [first]);
    expect(await linkedIn(CONDOMINIO.id)).toEqual(others);
  });

  it('makes one call to Z-API', async () => {
    const before = simulator.unlinkCalls();
    await unlink(CORREDORES.id, phonesOf(CORREDORES).slice(0, 2));
    expect(simulator.unlinkCalls() - before).toBe(1);
  });

  it('names what blocks each group when Z-API refuses to let the last one go', async () => {
    expect(await unlink(FEIRA.id, phonesOf(FEIRA))).toMatchObject({
      __typename: 'UnlinkRejectedError',
      code: 'UNLINK_REJECTED',
      retry: 'FIX_INPUT',
      communityId: FEIRA.id,
      groups: phonesOf(FEIRA).map((phone) => ({
        phone,
        status: 'STILL_LINKED',
        blocker: 'LAST_LINKED_GROUP',
      })),
    });
    expect(await linkedIn(FEIRA.id)).toEqual(phonesOf(FEIRA));
  });

  it('is rejected for the announcement group, which blocks itself', async () => {
    const phone = '120363052771904600-group';
    expect(await unlink(CORREDORES.id, [phone])).toMatchObject({
      __typename: 'UnlinkRejectedError',
      code: 'UNLINK_REJECTED',
      retry: 'FIX_INPUT',
      groups: [{ phone, status: 'STILL_LINKED', blocker: 'ANNOUNCEMENT_GROUP' }],
    });
  });

  it('observes that a group of no community is not linked', async () => {
    const phone = '120363099999999999-group';
    expect(await unlink(CORREDORES.id, [phone])).toMatchObject({
      __typename: 'UnlinkSuccess',
      confirmation: 'OBSERVED',
      groups: [{ phone, status: 'NOT_LINKED', blocker: null }],
    });
  });

  it('knows that there is no such community', async () => {
    expect(await unlink('55555', ['120363052771904601-group'])).toEqual({
      __typename: 'CommunityNotFoundError',
      message: expect.stringMatching(/^\S.*\.$/),
      code: 'COMMUNITY_NOT_FOUND',
      retry: 'FIX_INPUT',
      communityId: '55555',
      requestId: expect.stringMatching(UUID),
    });
  });

  it('says that nothing was changed when Z-API cannot be reached', async () => {
    const closed = await startSimulator();
    await closed.close();
    const cutOff = opened(await startTestService({ zApiUrl: closed.url }));
    const variables = { communityId: ESCOLA.id, groupsPhones: [...phonesOf(ESCOLA)] };
    const { unlinkGroups } = await cutOff.execute(UnlinkGroupsDocument, variables);
    expect(unlinkGroups).toEqual({
      __typename: 'CommunityUpstreamError',
      message: expect.stringContaining('Nothing was changed.'),
      code: 'UPSTREAM_UNAVAILABLE',
      retry: 'AFTER_DELAY',
      requestId: expect.stringMatching(UUID),
    });
  });

  it('sends each group once, and reads nothing for the id of the community', async () => {
    const zApi = opened(
      await startFaultServer(async ({ request, send }) => {
        await request();
        send(respond('200 OK', { 'content-type': 'application/json' }, '{"success":true}'));
      }),
    );
    const watched = opened(await startTestService({ zApiUrl: zApi.url }));
    const [first = '', second = ''] = phonesOf(CONDOMINIO);
    const { body } = await watched.graphql(
      `mutation ($groupsPhones: [String!]!) {
        unlinkGroups(communityId: "${CONDOMINIO.id}", groupsPhones: $groupsPhones) {
          ... on UnlinkSuccess { community { id } }
        }
      }`,
      { groupsPhones: [second, first, second] },
    );
    expect(body).toEqual({ data: { unlinkGroups: { community: { id: CONDOMINIO.id } } } });
    const [sent = '', ...more] = zApi.requests.map((bytes) => bytes.toString('utf8').split('\r\n\r\n')[1]);
    expect(JSON.parse(sent)).toEqual({ communityId: CONDOMINIO.id, groupsPhones: [second, first] });
    expect(more).toEqual([]);
  });
});

/** What is advised with each code. */
const RETRY: Readonly<Record<string, string>> = {
  UNLINK_REJECTED: 'NO',
  OUTCOME_UNKNOWN: 'CHECK_FIRST',
  INSTANCE_DISCONNECTED: 'NO',
  INSTANCE_SUBSCRIPTION_EXPIRED: 'NO',
  RATE_LIMITED: 'AFTER_DELAY',
  UPSTREAM_MISCONFIGURED: 'NO',
  UPSTREAM_PROTOCOL: 'NO',
};

type Seen = readonly [status: string, blocker: string | null];

const OUT: Seen = ['NOT_LINKED', null];
const STAYED: Seen = ['STILL_LINKED', null];
const REFUSED: Seen = ['STILL_LINKED', 'UNDETERMINED'];
const ACKNOWLEDGED: Seen = ['UNLINKED', null];

/** What is said of the two groups, written out again on purpose: not taken from the simulator. */
const GROUPS: Readonly<Record<string, readonly [first: Seen, second: Seen, confirmation?: string]>> = {
  refused: [REFUSED, REFUSED],
  'refused-but-left': [OUT, OUT, 'OBSERVED'],
  'partly-left': [OUT, REFUSED],
  'success-but-stayed': [ACKNOWLEDGED, ACKNOWLEDGED, 'ACKNOWLEDGED'],
  'value-false': [REFUSED, REFUSED],
  stalled: [STAYED, STAYED],
  'invalid-phone': [REFUSED, REFUSED],
  'bad-gateway': [STAYED, STAYED],
  redirect: [STAYED, STAYED],
  empty: [STAYED, STAYED],
  'not-json': [STAYED, STAYED],
  hang: [OUT, OUT, 'OBSERVED'],
  reset: [OUT, OUT, 'OBSERVED'],
  'cut-short': [OUT, OUT, 'OBSERVED'],
  slow: [ACKNOWLEDGED, ACKNOWLEDGED, 'ACKNOWLEDGED'],
};

describe('the scenarios of the simulator', () => {
  let simulator: Simulator;
  let patient: TestService;
  let impatient: TestService;
  const outcomes = new Map<string, UnlinkGroupsMutation['unlinkGroups']>();

  const kept = closedAfterAll();

  // All at once: two of them take seconds, and each has a community of its own.
  beforeAll(async () => {
    simulator = kept(await startSimulator({ credentials: CANARY_ACCESS }));
    patient = kept(await startTestService({ zApiUrl: simulator.url }));
    const environment = { ZAPI_ATTEMPT_TIMEOUT_MS: '1000', ZAPI_DEADLINE_MS: '1500' };
    impatient = kept(await startTestService({ zApiUrl: simulator.url, environment }));
    await Promise.all(
      SCENARIOS.map(async (scenario) => {
        const service = scenario.name === 'hang' ? impatient : patient;
        const variables = { communityId: scenario.communityId, groupsPhones: [...twoGroupsOf(scenario)] };
        outcomes.set(scenario.name, (await service.execute(UnlinkGroupsDocument, variables)).unlinkGroups);
      }),
    );
  });

  it.each(SCENARIOS)('$name is answered with $outcome.member $outcome.code', (scenario) => {
    const { member, code } = scenario.outcome;
    const [first, second, confirmation] = GROUPS[scenario.name] ?? [];
    const seen = [first, second].flatMap((one) => (one ? [one] : []));
    const outcome = outcomes.get(scenario.name);
    expect(outcome).toMatchObject({
      __typename: member,
      requestId: expect.stringMatching(UUID),
      ...(code && { code, retry: RETRY[code], message: expect.stringMatching(/^\S.*\.$/) }),
      ...(confirmation && { confirmation }),
    });
    const phones = twoGroupsOf(scenario);
    expect(outcome && 'groups' in outcome ? outcome.groups : []).toEqual(
      seen.map(([status, blocker], index) => ({ phone: phones[index], status, blocker })),
    );
  });

  it('reach every member that needs neither a wrong argument nor an unknown community', () => {
    const members = [...outcomes.values()].map((outcome) => outcome?.__typename);
    expect([...new Set(members)].sort()).toEqual([
      'CommunityRateLimitedError',
      'CommunityUpstreamError',
      'UnlinkOutcomeUnknownError',
      'UnlinkPartialSuccess',
      'UnlinkRejectedError',
      'UnlinkSuccess',
      'WhatsAppInstanceError',
    ]);
  });

  it('pass on how long Z-API asks to wait', () => {
    expect(outcomes.get('rate-limited')).toMatchObject({ retryAfterSeconds: 7 });
  });

  it('say that nothing was changed exactly where that is certain', () => {
    const unchanged = [...outcomes.values()].filter(
      (outcome) => outcome && 'message' in outcome && outcome.message.includes('Nothing was changed'),
    );
    const uncertain = [
      'UnlinkSuccess',
      'UnlinkPartialSuccess',
      'UnlinkRejectedError',
      'UnlinkOutcomeUnknownError',
      // Also told when the instance falls into trouble after a refusal, and then some groups may have left.
      'WhatsAppInstanceError',
    ];
    const certain = SCENARIOS.filter(({ outcome }) => !uncertain.includes(outcome.member));
    expect(unchanged.map((outcome) => outcome?.__typename).sort()).toEqual(
      certain.map(({ outcome }) => outcome.member).sort(),
    );
  });

  it('each cost one call to Z-API, whatever came of it', () => {
    expect(simulator.unlinkCalls()).toBe(SCENARIOS.length);
  });

  it('are logged in one line per operation, with its name, result and code', () => {
    const operations = [...patient.logs, ...impatient.logs].filter(({ msg }) => msg === 'operation');
    const logged = operations.map(({ requestId, operation, kind, results }) => ({
      requestId,
      operation,
      kind,
      results,
    }));
    const expected = [...outcomes.values()].map((outcome) => ({
      requestId: outcome?.requestId,
      operation: 'UnlinkGroups',
      kind: 'mutation',
      results: [{ type: outcome?.__typename, ...(outcome && 'code' in outcome && { code: outcome.code }) }],
    }));
    expect(logged).toHaveLength(SCENARIOS.length);
    expect(logged).toEqual(expect.arrayContaining(expected));
    expect(operations.map(({ milliseconds }) => milliseconds)).toEqual(
      SCENARIOS.map(() => expect.any(Number)),
    );
  });
});
