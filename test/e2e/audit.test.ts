import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { ESCOLA, ordinaryGroups } from '../../src/simulator/communities.ts';
import { SCENARIOS } from '../../src/simulator/scenarios.ts';
import { startSimulator } from '../../src/simulator/simulator.ts';
import { apiKeysFile, testApiKey } from '../support/api-keys.ts';
import { CANARY_ACCESS, CANARY_AUDIT_KEY } from '../support/canaries.ts';
import { tableOf } from '../support/readme.ts';
import { closedAfterEach } from '../support/resources.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { twoGroupsOf } from './scenario-calls.ts';

const KEY = testApiKey({ id: 'reports' });
const READER = testApiKey({ id: 'reader', scopes: ['communities:read'] });
const [FIRST = '', SECOND = ''] = ordinaryGroups(ESCOLA).map(({ phone }) => phone);

const opened = closedAfterEach();

const start = async (environment: Readonly<Record<string, string>> = {}) => {
  const simulator = opened(await startSimulator({ credentials: CANARY_ACCESS }));
  const keys = opened(apiKeysFile(KEY, READER));
  const service = opened(
    await startTestService({
      zApiUrl: simulator.url,
      environment: { AUTH_API_KEYS_FILE: keys.path, ...environment },
    }),
  );
  return { simulator, service };
};

const unlink = (
  service: TestService,
  groupsPhones: readonly string[],
  { communityId = ESCOLA.id, requestId = 'request-1', headers = KEY.headers, select = '' } = {},
) =>
  service.graphql(
    `mutation ($communityId: ID!, $groupsPhones: [String!]!) {
      unlinkGroups(communityId: $communityId, groupsPhones: $groupsPhones) { __typename ${select} }
    }`,
    { communityId, groupsPhones },
    { ...headers, 'x-request-id': requestId },
  );

const hmac = (id: string): string => createHmac('sha256', CANARY_AUDIT_KEY).update(id).digest('hex');

const asked = (requestId: string, groupsPhones: readonly string[]) => ({
  time: expect.any(String),
  name: 'audit',
  requestId,
  caller: 'api-key reports',
  community: hmac(ESCOLA.id),
  groups: groupsPhones.map(hmac),
});

const result = (type: string, attempts: number, readBacks: number) => ({
  event: 'result',
  result: type,
  attempts,
  readBacks,
  milliseconds: expect.any(Number),
});

describe('an unlink that was accepted', () => {
  it('is in the audit as an intent and a result, whatever the level of the log is', async () => {
    const { service } = await start({ LOG_LEVEL: 'silent' });
    await unlink(service, [FIRST, SECOND, FIRST]);
    expect(service.audit).toEqual([
      { ...asked('request-1', [FIRST, SECOND]), event: 'intent' },
      { ...asked('request-1', [FIRST, SECOND]), ...result('UnlinkSuccess', 1, 0) },
    ]);
    expect(service.logs).toEqual([]);
  });

  it('has the read-back counted, and not the community that the caller asks for besides', async () => {
    const { service } = await start({ ZAPI_READ_BACK: 'always' });
    const { body } = await unlink(service, [FIRST], {
      select: '... on UnlinkSuccess { community { groups { phone } } }',
    });
    expect(body.data.unlinkGroups.community.groups).not.toEqual([]);
    expect(service.audit.at(-1)).toMatchObject(result('UnlinkSuccess', 1, 1));
  });

  it('is there with what came of it in every scenario, and with nothing that could be sent to anyone', async () => {
    const { service } = await start({ ZAPI_ATTEMPT_TIMEOUT_MS: '800', ZAPI_DEADLINE_MS: '900' });
    const told = new Map<unknown, unknown>();
    await Promise.all(
      SCENARIOS.map(async (scenario) => {
        const { communityId, name: requestId } = scenario;
        const select = '... on CommunityError { code }';
        const { body } = await unlink(service, twoGroupsOf(scenario), { communityId, requestId, select });
        const { __typename, code } = body.data.unlinkGroups;
        told.set(requestId, { result: __typename, code });
      }),
    );
    const results = service.audit.filter(({ event }) => event === 'result');
    expect(new Map(results.map(({ requestId, result, code }) => [requestId, { result, code }]))).toEqual(
      told,
    );
    expect(service.audit).toHaveLength(2 * SCENARIOS.length);
  });

  it('is there too when it must wait for the limits of the instance', async () => {
    const { service } = await start({ INSTANCE_MUTATIONS_PER_MINUTE: '1' });
    await unlink(service, [FIRST]);
    await unlink(service, [SECOND], { requestId: 'request-2' });
    expect(service.audit.slice(2)).toMatchObject([
      { ...asked('request-2', [SECOND]), event: 'intent' },
      { ...result('CommunityRateLimitedError', 0, 0), code: 'RATE_LIMITED' },
    ]);
  });

  it('stands there plain where that is set', async () => {
    const { service } = await start({ AUDIT_PLAIN_IDS: 'on' });
    await unlink(service, [FIRST]);
    for (const event of service.audit) expect(event).toMatchObject({ community: ESCOLA.id, groups: [FIRST] });
    expect(service.audit).toHaveLength(2);
  });
});

describe('what was not accepted', () => {
  it.each([
    ['an argument that breaks its form', [], KEY],
    ['a caller who may only read', [FIRST], READER],
    ['nobody', [FIRST], { headers: {} }],
  ])('is not in the audit: %s', async (_, groupsPhones, { headers }) => {
    const { service, simulator } = await start();
    await unlink(service, groupsPhones, { headers });
    expect(service.audit).toEqual([]);
    expect(simulator.unlinkCalls()).toBe(0);
  });

  it('is not in the audit: more than a caller may ask for', async () => {
    const { service } = await start({ CALLER_MUTATIONS_PER_MINUTE: '1' });
    await unlink(service, [FIRST]);
    await unlink(service, [SECOND], { requestId: 'request-2' });
    expect(service.audit.filter(({ requestId }) => requestId === 'request-2')).toEqual([]);
    expect(service.audit).toHaveLength(2);
  });

  it('is not in the audit: a query', async () => {
    const { service } = await start();
    await service.graphql('{ communities { page } }', {}, KEY.headers);
    expect(service.audit).toEqual([]);
  });
});

describe('README.md', () => {
  it('lists every field of an event', async () => {
    const { service } = await start();
    for (const scenario of SCENARIOS.slice(0, 2)) {
      await unlink(service, twoGroupsOf(scenario), { communityId: scenario.communityId });
    }
    const fields = service.audit.flatMap((event) => Object.keys(event));
    const listed = tableOf('field').flatMap(([cell = '']) => cell.match(/\w+/g) ?? []);
    expect(fields).toContain('code');
    expect([...new Set(fields), 'tenant'].sort()).toEqual([...listed].sort());
  });
});
