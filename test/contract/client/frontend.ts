import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  narrowUnlinkResult,
  type SelectedResult,
  type UnlinkGroupsMutationVariables,
  type UnlinkOutcome,
  type UnlinkOutcomeKind,
} from '../../../src/client/index.ts';
import { ESCOLA, FEIRA, ordinaryGroups } from '../../../src/simulator/communities.ts';
import type { Scenario } from '../../../src/simulator/scenario.ts';
import { SCENARIOS } from '../../../src/simulator/scenarios.ts';
import { type Simulator, startSimulator } from '../../../src/simulator/simulator.ts';
import { twoGroupsOf } from '../../e2e/scenario-calls.ts';
import { apiKeysFile, testApiKey } from '../../support/api-keys.ts';
import { CANARY_ACCESS } from '../../support/canaries.ts';
import { fastClock } from '../../support/fast-clock.ts';
import { type FaultServer, respond, startFaultServer } from '../../support/fault-server.ts';
import { closedAfterAll, closedAfterEach } from '../../support/resources.ts';
import { startTestService, type TestService } from '../../support/service.ts';

/** A GraphQL client of a frontend, connected to an address. */
export interface Frontend {
  unlink(variables: UnlinkGroupsMutationVariables): Promise<UnlinkAnswer>;
  /** The names of the communities of the first page. */
  listCommunities(): Promise<readonly (string | null)[]>;
}

/** What the client made of an answer: a result, or an error of its own. */
export interface UnlinkAnswer {
  readonly result?: SelectedResult | null | undefined;
  readonly error?: unknown;
}

export type Connect = (url: string, headers?: Readonly<Record<string, string>>) => Frontend;

const kindOf = ({ name, outcome }: Scenario): UnlinkOutcomeKind => {
  switch (outcome.member) {
    case 'UnlinkSuccess':
      return ACKNOWLEDGED.includes(name) ? 'done' : 'not-linked';
    case 'UnlinkPartialSuccess':
      return 'partly';
    case 'UnlinkRejectedError':
      return 'refused';
    case 'UnlinkOutcomeUnknownError':
      return 'unknown';
    case 'CommunityRateLimitedError':
      return 'try-later';
    case 'WhatsAppInstanceError':
    case 'CommunityUpstreamError':
      return 'operator';
  }
};

/** The scenarios in which Z-API says that it did it. */
const ACKNOWLEDGED = ['success-but-stayed', 'slow'];

/** On the fast clock: one scenario waits for a time-out, which is a real second. */
const TIMES = { ZAPI_ATTEMPT_TIMEOUT_MS: '20000', ZAPI_DEADLINE_MS: '60000' };

/** Answers every request with the same body. */
export const startCanned = (body: unknown): Promise<FaultServer> =>
  startFaultServer(async ({ request, send }) => {
    await request();
    send(respond('200 OK', { 'content-type': 'application/json' }, JSON.stringify(body)));
  });

/** What any frontend may count on, whatever it calls the API with. */
export const describeFrontend = (name: string, connect: Connect): void => {
  describe(name, () => {
    let simulator: Simulator;
    let service: TestService;
    const kept = closedAfterAll();
    const opened = closedAfterEach();
    beforeAll(async () => {
      simulator = kept(await startSimulator({ credentials: CANARY_ACCESS, sleep: fastClock.sleep }));
      service = kept(
        await startTestService({ zApiUrl: simulator.url, environment: TIMES, clock: fastClock }),
      );
    });

    const narrowed = async (frontend: Frontend, variables: UnlinkGroupsMutationVariables) => {
      const { result, error } = await frontend.unlink(variables);
      return narrowUnlinkResult(result, error);
    };
    const unlink = (communityId: string, ...groupsPhones: string[]): Promise<UnlinkOutcome> =>
      narrowed(connect(service.url), { communityId, groupsPhones });

    it('reads what a typed operation asks for', async () => {
      expect(await connect(service.url).listCommunities()).toContain(ESCOLA.name);
    });

    it('is told of an unlink that was done', async () => {
      const [group = ''] = ordinaryGroups(ESCOLA).map(({ phone }) => phone);
      expect(await unlink(ESCOLA.id, group)).toEqual({
        kind: 'done',
        groups: [expect.objectContaining({ phone: group, status: 'UNLINKED', blocker: null })],
        issues: [],
        requestId: expect.any(String),
        confirmation: 'ACKNOWLEDGED',
        message: undefined,
        code: undefined,
        retryAfterSeconds: undefined,
      });
    });

    it.each(SCENARIOS.map((scenario) => [kindOf(scenario), scenario.does, scenario] as const))(
      'is told %s of a Z-API that does this: %s',
      async (kind, _, scenario) => {
        const outcome = await unlink(scenario.communityId, ...twoGroupsOf(scenario));
        expect(outcome).toMatchObject({ kind, requestId: expect.any(String) });
        expect(outcome.code ?? null).toBe(scenario.outcome.code);
      },
    );

    it('is told why a group stays', async () => {
      const groups = ordinaryGroups(FEIRA).map(({ phone }) => phone);
      const outcome = await unlink(FEIRA.id, ...groups);
      expect(outcome).toMatchObject({ kind: 'refused', message: expect.any(String) });
      expect(new Set(outcome.groups.map(({ blocker }) => blocker))).toEqual(new Set(['LAST_LINKED_GROUP']));
    });

    it('is told which argument breaks which rule', async () => {
      const { kind, issues } = await unlink('one', 'two');
      expect(kind).toBe('refused');
      expect(issues).toMatchObject([
        { path: ['communityId'], rule: 'format', message: expect.any(String) },
        { path: ['groupsPhones', '0'], rule: 'format', message: expect.any(String) },
      ]);
    });

    it('is told refused without a credential, and without the scope', async () => {
      const reader = testApiKey({ scopes: ['communities:read'] });
      const keys = opened(apiKeysFile(reader));
      const environment = { AUTH_API_KEYS_FILE: keys.path };
      const { url } = opened(await startTestService({ zApiUrl: simulator.url, environment }));
      const variables = { communityId: ESCOLA.id, groupsPhones: ['1345353454354354-group'] };
      expect(await narrowed(connect(url), variables)).toMatchObject({
        kind: 'refused',
        code: 'UNAUTHENTICATED',
        message: expect.stringContaining('credential'),
        requestId: expect.any(String),
      });
      expect(await narrowed(connect(url, reader.headers), variables)).toMatchObject({
        kind: 'refused',
        code: 'FORBIDDEN',
        message: 'The credential does not allow this.',
      });
    });

    it('is told unknown when the connection is lost, and asks once', async () => {
      const server = opened(
        await startFaultServer(async ({ request, reset }) => {
          await request();
          reset();
        }),
      );
      const variables = { communityId: ESCOLA.id, groupsPhones: ['1345353454354354-group'] };
      expect((await narrowed(connect(server.url), variables)).kind).toBe('unknown');
      expect(server.requests).toHaveLength(1);
    });

    it.each([
      [
        'a gateway',
        '504 Gateway Timeout',
        'application/json',
        '{"errors":[{"message":"Subgraph timed out"}]}',
      ],
      ['a proxy', '502 Bad Gateway', 'text/html', '<html>502 Bad Gateway</html>'],
    ])('is told unknown when %s loses the answer, and asks once', async (_, status, type, body) => {
      const server = opened(
        await startFaultServer(async ({ request, send }) => {
          await request();
          send(respond(status, { 'content-type': type }, body));
        }),
      );
      const variables = { communityId: ESCOLA.id, groupsPhones: ['1345353454354354-group'] };
      expect(await narrowed(connect(server.url), variables)).toMatchObject({
        kind: 'unknown',
        message: undefined,
      });
      expect(server.requests).toHaveLength(1);
    });

    it('is told of a member of tomorrow what every error says', async () => {
      const { url } = opened(
        await startCanned({
          data: {
            unlinkGroups: {
              __typename: 'CommunityArchivedError',
              message: 'The community is archived.',
              code: 'COMMUNITY_ARCHIVED',
              retry: 'NO',
              requestId: 'request',
            },
          },
        }),
      );
      const variables = { communityId: ESCOLA.id, groupsPhones: ['1345353454354354-group'] };
      expect(await narrowed(connect(url), variables)).toMatchObject({
        kind: 'operator',
        message: 'The community is archived.',
        code: 'COMMUNITY_ARCHIVED',
        requestId: 'request',
      });
    });
  });
};
