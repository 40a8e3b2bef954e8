import { expect, it } from '@jest/globals';
import { print } from 'graphql';
import { UnlinkGroupsDocument, UnlinkPreviewDocument } from '../../src/client/generated/operations.ts';
import { CONDOMINIO } from '../../src/simulator/communities.ts';
import { SCENARIOS } from '../../src/simulator/scenarios.ts';
import { twoGroupsOf } from '../e2e/scenario-calls.ts';
import { communityWith, type Player, startCommunityServer } from '../support/community-server.ts';
import { closedAfterEach } from '../support/resources.ts';
import type { TestService } from '../support/service.ts';
import { unusedPort } from '../support/unused-port.ts';
import { CALLER, READER, type Stage, UNLINKER } from './stage.ts';

const opened = closedAfterEach();

const UNLINK = print(UnlinkGroupsDocument);
const PREVIEW = print(UnlinkPreviewDocument);

const GROUP = '1345353454354354-group';
const ONE = communityWith(1, 3);
const [FIRST = ''] = ONE.groups;

/** The same request for the gateway and the service, down to its id. */
const HEADERS = { ...CALLER.headers, 'x-request-id': 'the-same', 'accept-language': 'en' };

const CODES = [
  'COMMUNITY_NOT_FOUND',
  'INSTANCE_DISCONNECTED',
  'INSTANCE_SUBSCRIPTION_EXPIRED',
  'INVALID_INPUT',
  'OUTCOME_UNKNOWN',
  'RATE_LIMITED',
  'UNLINK_REJECTED',
  'UPSTREAM_MISCONFIGURED',
  'UPSTREAM_PROTOCOL',
  'UPSTREAM_UNAVAILABLE',
];
const CODES_OF_READS = CODES.filter(
  (code) => !['COMMUNITY_NOT_FOUND', 'OUTCOME_UNKNOWN', 'UNLINK_REJECTED'].includes(code),
);
const UNLINK_MEMBERS = [
  'CommunityInputError',
  'CommunityNotFoundError',
  'CommunityRateLimitedError',
  'CommunityUpstreamError',
  'UnlinkOutcomeUnknownError',
  'UnlinkPartialSuccess',
  'UnlinkRejectedError',
  'UnlinkSuccess',
  'WhatsAppInstanceError',
];
const PREVIEW_MEMBERS = [
  'CommunityInputError',
  'CommunityNotFoundError',
  'CommunityRateLimitedError',
  'CommunityUpstreamError',
  'UnlinkPreview',
  'WhatsAppInstanceError',
];

/** Arguments of an unlink, for every outcome that the simulator knows and for two that it has no scenario of. */
const CALLS = [
  ...SCENARIOS.map((scenario) => ({
    communityId: scenario.communityId,
    groupsPhones: [...twoGroupsOf(scenario)],
  })),
  { communityId: CONDOMINIO.id, groupsPhones: [GROUP] },
  { communityId: 'none', groupsPhones: [GROUP, 'none'] },
  { communityId: '55555', groupsPhones: [GROUP] },
];

const failing =
  (status: number, body: unknown, headers?: Readonly<Record<string, string>>): Player =>
  ({ answer }) =>
    answer(status, body, headers);

/** What a read may meet. */
const READS: readonly Player[] = [
  ({ asUsual }) => asUsual(),
  failing(404, { error: 'Community not found' }),
  failing(400, { error: 'You are not connected.' }),
  failing(400, { error: 'To continue sending a message, you must subscribe to this instance again' }),
  failing(429, '', { 'retry-after': '7' }),
  failing(401, ''),
  failing(405, ''),
  failing(502, '<html>'),
];

const namesIn = (members: readonly Record<string, unknown>[], field: string) =>
  [...new Set(members.map((member) => member[field]).filter((name) => name !== undefined))].sort();

/** What the service answers arrives as it is, whatever it is. */
export const passesMembers = (stage: () => Stage): void => {
  it('passes every member of UnlinkResult on as the service answers it, every code of each, asking once', async () => {
    const { ask, service, simulator, tap, withService } = stage();
    const members: Record<string, unknown>[] = [];
    const compare = async (asked: TestService, calls: typeof CALLS) => {
      simulator.reset();
      const direct = await Promise.all(calls.map((call) => asked.graphql(UNLINK, call, HEADERS)));
      simulator.reset();
      tap.play();
      const passed = await Promise.all(calls.map((call) => ask(UNLINK, call, HEADERS)));
      expect(passed.map(({ status, body }) => ({ status, body }))).toEqual(
        direct.map(({ body }) => ({ status: 200, body })),
      );
      expect(tap.received).toHaveLength(calls.length);
      members.push(...passed.map(({ body }) => body.data.unlinkGroups));
    };
    await compare(service, CALLS);
    await withService(`http://127.0.0.1:${await unusedPort()}`, (unreachable) =>
      compare(unreachable, [{ communityId: CONDOMINIO.id, groupsPhones: [GROUP] }]),
    );
    expect(namesIn(members, '__typename')).toEqual(UNLINK_MEMBERS);
    expect(namesIn(members, 'code')).toEqual(CODES);
    expect(namesIn(members, 'requestId')).toEqual(['the-same']);
  });

  it('passes every member of UnlinkPreviewResult on as the service answers it', async () => {
    const { ask, withService } = stage();
    let play: Player = ({ asUsual }) => asUsual();
    const zApi = opened(await startCommunityServer({ communities: [ONE], metadata: (one) => play(one) }));
    const members: Record<string, unknown>[] = [];
    await withService(zApi.url, async (service) => {
      const compare = async (groupsPhones: readonly string[]) => {
        const call = { communityId: ONE.id, groupsPhones };
        const { status, body } = await ask(PREVIEW, call, HEADERS);
        const expected = (await service.graphql(PREVIEW, call, HEADERS)).body;
        expect({ status, body }).toEqual({ status: 200, body: expected });
        members.push(body.data.unlinkPreview);
      };
      for (play of READS) await compare([FIRST]);
      await compare(['none']);
    });
    expect(namesIn(members, '__typename')).toEqual(PREVIEW_MEMBERS);
  });

  it('passes the entries of errors on beside the data: code, message, and path', async () => {
    const { ask, withService } = stage();
    let play: Player = ({ asUsual }) => asUsual();
    const zApi = opened(await startCommunityServer({ communities: [ONE], metadata: (one) => play(one) }));
    const codes: unknown[] = [];
    await withService(zApi.url, async (service) => {
      const compare = async (query: string, headers: Readonly<Record<string, string>> = HEADERS) => {
        const { status, body } = await ask(query, {}, headers);
        const expected = (await service.graphql(query, {}, headers)).body;
        expect({ status, data: body.data }).toEqual({ status: 200, data: expected.data });
        expect(body.errors.map(toldIn)).toEqual(expected.errors.map(toldIn));
        codes.push(...body.errors.map(codeIn));
      };
      for (play of READS.slice(2)) await compare(`{ community(id: "${ONE.id}") { name } }`);
      await compare(
        `mutation { unlinkGroups(communityId: "${ONE.id}", groupsPhones: ["${FIRST}"]) {
          ... on UnlinkSuccess { groups { status } community { id name } }
        } }`,
      );
      await compare('{ community(id: "none") { name } }');
      await compare(`{ community(id: "${ONE.id}") { name } }`, { ...HEADERS, ...UNLINKER.headers });
      await compare(
        `mutation { unlinkGroups(communityId: "${ONE.id}", groupsPhones: ["${FIRST}"]) { __typename } }`,
        { ...HEADERS, ...READER.headers },
      );
    });
    expect([...new Set(codes)].sort()).toEqual(['FORBIDDEN', ...CODES_OF_READS]);
  });
};

interface ErrorEntry {
  readonly message: string;
  readonly path: readonly unknown[];
  readonly extensions: Readonly<Record<string, unknown>>;
}

const codeIn = ({ extensions }: ErrorEntry) => extensions.code;

/** What is told of an error, but for what gateways add. */
const toldIn = ({ message, path, extensions: { serviceName: _, ...extensions } }: ErrorEntry) => ({
  message,
  path,
  extensions,
});
