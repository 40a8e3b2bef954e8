import { beforeAll, describe, expect, it } from '@jest/globals';
import { print } from 'graphql';
import { CommunityDocument, UnlinkGroupsDocument } from '../../src/client/index.ts';
import { ORDINARY_COMMUNITIES } from '../../src/simulator/communities.ts';
import { SCENARIOS } from '../../src/simulator/scenarios.ts';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { apiKeysFile, testApiKey } from '../support/api-keys.ts';
import { CANARIES, CANARY_ACCESS, CANARY_ROUTER_SECRET, ENCODINGS, leaksIn } from '../support/canaries.ts';
import { closedAfterAll } from '../support/resources.ts';
import { startTestService, type TestAnswer, type TestService } from '../support/service.ts';
import { twoGroupsOf } from './scenario-calls.ts';

const SECRETS: readonly (readonly [name: string, secret: string])[] = Object.entries(CANARY_ACCESS);

describe('the check for canaries', () => {
  it.each(
    CANARIES.flatMap((secret) =>
      ENCODINGS.flatMap(([how, encode]) => encode(secret).map((encoded) => [secret, how, encoded] as const)),
    ),
  )('finds %s %s', (_, __, encoded) => {
    expect(leaksIn(`{"text":"before${encoded}after"}`, { identifiers: false })).toContain(encoded);
  });

  it.each(CANARIES)('finds %s in a longer text that is encoded as a whole', (secret) => {
    for (const text of [`${secret}!`, ` ${secret}!!`, `  ${secret}`, `{"a":"${secret}"}`]) {
      for (const encoding of ['base64', 'base64url', 'hex'] as const) {
        expect(leaksIn(Buffer.from(text).toString(encoding), { identifiers: false })).not.toEqual([]);
      }
    }
  });

  it('knows six encodings', () => {
    expect(new Set(ENCODINGS.map(([name]) => name)).size).toBe(6);
  });

  it.each([['/instances/'], ['/token/']])(
    'finds the part of a URL that stands before a secret: %s',
    (part) => {
      expect(leaksIn(`GET ${part}...`, { identifiers: false })).toEqual([part]);
    },
  );

  it.each([
    ['98372465382764532938'],
    ['120363019502650977'],
    ['120363019502650977-group'],
    ['5511999999999-1623281429'],
    ['7-group'],
  ])('finds %s where identifiers are looked for, and only there', (identifier) => {
    expect(leaksIn(`no community ${identifier}.`, { identifiers: true })).not.toEqual([]);
    expect(leaksIn(`no community ${identifier}.`, { identifiers: false })).toEqual([]);
  });

  it('takes no keyed hash for an identifier, and still finds one beside it', () => {
    const hash = `a${'1234567890'.repeat(6)}bcd`;
    expect(leaksIn(`{"community":"${hash}","caller":"hmac:${hash}"}`, { identifiers: true })).toEqual([]);
    const beside = `{"community":"${hash}","groups":["120363019502650977-group"]}`;
    expect(leaksIn(beside, { identifiers: true })).toEqual(['120363019502650977']);
    expect(leaksIn(`${hash}0`, { identifiers: true })).not.toEqual([]);
  });

  it('finds nothing in what may be said', () => {
    const line =
      '{"level":"info","time":"2026-01-02T03:04:05.678Z","requestId":"2b6a0f0e-5c4e-4f43-9f5b-0f1e2d3c4b5a","port":40000,"milliseconds":12}';
    expect(leaksIn(line, { identifiers: true })).toEqual([]);
  });
});

describe('a test service that leaks', () => {
  /** The caller's own request id is the one thing that the service says again unchanged. */
  const closedAfter = async (requestId: string, path: string): Promise<unknown> => {
    const service = await startTestService({ zApiUrl: 'http://127.0.0.1:1' });
    await service.request(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-request-id': requestId },
      body: '{"query":"{ __typename }"}',
    });
    return service.close().then(
      () => 'closed',
      (error: Error) => error.message,
    );
  };

  it.each(SECRETS)('fails its test with %s in a header of an answer', async (_, secret) => {
    expect(await closedAfter(secret, '/nowhere')).toBe(`leaked: ${secret}`);
  });

  it('fails its test with an identifier in a line of the log', async () => {
    expect(await closedAfter('98372465382764532938', '/graphql')).toBe('leaked: 98372465382764532938');
  });

  it('does not fail otherwise', async () => {
    expect(await closedAfter('mine', '/graphql')).toBe('closed');
  });
});

/** Credentials that are canaries, sent with every request. */
const KEY = testApiKey();
const CREDENTIALS = { ...KEY.headers, 'router-authorization': CANARY_ROUTER_SECRET };

describe('a service whose every call is logged', () => {
  let simulator: Simulator;
  let service: TestService;
  const answers: TestAnswer[] = [];
  const kept = closedAfterAll();
  const ask = (query: string, variables: Readonly<Record<string, unknown>>) =>
    service.graphql(query, variables, CREDENTIALS);

  // With time-outs that also cut off the slow scenario: what comes of it is of no interest here.
  beforeAll(async () => {
    simulator = kept(await startSimulator({ credentials: CANARY_ACCESS }));
    service = kept(
      await startTestService({
        zApiUrl: simulator.url,
        environment: {
          LOG_LEVEL: 'trace',
          ZAPI_ATTEMPT_TIMEOUT_MS: '800',
          ZAPI_DEADLINE_MS: '900',
          AUTH_API_KEYS_FILE: kept(apiKeysFile(KEY)).path,
          ROUTER_SECRET: CANARY_ROUTER_SECRET,
        },
      }),
    );
    const unlinks = SCENARIOS.map((scenario) =>
      ask(print(UnlinkGroupsDocument), {
        communityId: scenario.communityId,
        groupsPhones: twoGroupsOf(scenario),
      }),
    );
    const reads = [
      ...ORDINARY_COMMUNITIES,
      ...SCENARIOS.map(({ communityId: id }) => ({ id })),
      { id: '55555' },
    ];
    answers.push(
      ...(await Promise.all(unlinks)),
      ...(await Promise.all(reads.map(({ id }) => ask(print(CommunityDocument), { id })))),
    );
  });

  it('was told the secrets by Z-API, so that there is something to leak', async () => {
    const { instanceId, instanceToken, clientToken } = CANARY_ACCESS;
    const communityId = SCENARIOS.find(({ name }) => name === 'client-token-not-allowed')?.communityId;
    const response = await fetch(
      `${simulator.url}/instances/${instanceId}/token/${instanceToken}/communities/unlink`,
      {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'client-token': clientToken },
        body: JSON.stringify({ communityId, groupsPhones: ['7418529630-group'] }),
      },
    );
    expect(leaksIn(await response.text(), { identifiers: false })).toContain(clientToken);
  });

  it('answers every scenario and every read without a secret', () => {
    const texts = answers.map(({ text, headers }) => text + JSON.stringify([...headers]));
    expect(texts).toHaveLength(2 * SCENARIOS.length + ORDINARY_COMMUNITIES.length + 1);
    expect(texts.flatMap((text) => leaksIn(text, { identifiers: false }))).toEqual([]);
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
  });

  it('logs every call to Z-API and every operation, without a secret or an identifier', () => {
    const lines = service.logs.map((line) => JSON.stringify(line));
    const logged = (msg: string) => service.logs.filter((line) => line.msg === msg);
    const idsOf = (msg: string) => [...new Set(logged(msg).map(({ requestId }) => requestId))].sort();
    const calls = (endpoint: string) => logged('z-api exchange').filter((line) => line.endpoint === endpoint);
    expect(calls('communities/unlink')).toHaveLength(SCENARIOS.length);
    expect(calls('communities-metadata').length).toBeGreaterThan(answers.length - SCENARIOS.length);
    expect(logged('operation')).toHaveLength(answers.length);
    expect(idsOf('z-api exchange')).toEqual(idsOf('operation'));
    expect(lines.flatMap((line) => leaksIn(line, { identifiers: true }))).toEqual([]);
  });

  it('refuses what carries secrets where they do not belong, and says none of them', async () => {
    const before = service.logs.length;
    const secrets = CANARIES.join(' ');
    const headers = { 'content-type': 'application/json', ...CREDENTIALS };
    const refused = [
      await ask(`{ ${KEY.headers['x-api-key']} }`, {}),
      await ask('query ($v: Int!) { communities(page: $v) { page } }', { v: secrets }),
      await ask(`{ community(id: ${JSON.stringify(secrets)}) { id } }`, {}),
      await ask(`{ communities(page: ${JSON.stringify(secrets)}) { page } }`, {}),
      await ask(`# ${secrets}\n{ __typename `, {}),
      await service.request('/graphql', { method: 'POST', headers, body: `{"query": ${secrets}` }),
      await service.request(`/${encodeURIComponent(secrets)}`, { headers }),
      await service.request(`/graphql?${encodeURIComponent(secrets)}`, { headers }),
      await service.graphql(
        '{ __typename }',
        {},
        { ...CREDENTIALS, 'x-api-key': `${KEY.headers['x-api-key']}x` },
      ),
      await service.graphql('{ __typename }', {}, { ...CREDENTIALS, authorization: `Bearer ${secrets}` }),
      await service.graphql(
        '{ _service { sdl } }',
        {},
        { ...KEY.headers, 'router-authorization': `${CANARY_ROUTER_SECRET}x` },
      ),
    ];
    expect(
      refused.filter(({ body }) => body.errors === undefined && body.data?.__typename === undefined),
    ).toEqual([]);
    const texts = refused.map(({ text, headers }) => text + JSON.stringify([...headers]));
    const lines = service.logs.slice(before).map((line) => JSON.stringify(line));
    expect([...texts, ...lines].flatMap((text) => leaksIn(text, { identifiers: false }))).toEqual([]);
    expect(lines.length).toBeGreaterThan(0);
  });

  it('needs nothing taken out of its log: no line was scrubbed', () => {
    expect(JSON.stringify(service.logs)).not.toMatch(/\[secret\]|\[url\]|\[number\]/);
  });
});
