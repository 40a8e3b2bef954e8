import { describe, expect, it } from '@jest/globals';
import { apiKeysFile, testApiKey } from '../support/api-keys.ts';
import { CANARIES, CANARY_ROUTER_SECRET } from '../support/canaries.ts';
import {
  type CommunityServer,
  communityWith,
  type Play,
  startCommunityServer,
} from '../support/community-server.ts';
import { connectTo } from '../support/raw-http.ts';
import { closedAfterEach } from '../support/resources.ts';
import { type Scrape, scrape } from '../support/scrape.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { until } from '../support/until.ts';

const COMMUNITIES = [communityWith(1, 3), communityWith(2, 3), communityWith(3, 3)];
const [FIRST, SECOND, THIRD] = COMMUNITIES as [
  (typeof COMMUNITIES)[0],
  (typeof COMMUNITIES)[0],
  (typeof COMMUNITIES)[0],
];

const UNLINK = `mutation Any($id: ID!, $groups: [String!]!) {
  any: unlinkGroups(communityId: $id, groupsPhones: $groups) { __typename }
}`;

const opened = closedAfterEach();

const start = async (
  environment: Readonly<Record<string, string>> = {},
  players: Partial<Parameters<typeof startCommunityServer>[0]> = {},
): Promise<{ service: TestService; zApi: CommunityServer }> => {
  const zApi = opened(await startCommunityServer({ communities: COMMUNITIES, ...players }));
  const service = opened(
    await startTestService({ zApiUrl: zApi.url, environment: { METRICS_PORT: '0', ...environment } }),
  );
  return { service, zApi };
};

const unlink = ({ graphql }: TestService, { id, groups }: (typeof COMMUNITIES)[0], headers = {}) =>
  graphql(UNLINK, { id, groups: groups.slice(0, 1) }, headers);

/** The series of the service that are not zero, as `name{label="word"}`. */
const nonZero = ({ samples }: Scrape, metric: string): Readonly<Record<string, number>> =>
  Object.fromEntries(
    samples
      .filter(({ name, value }) => name === `communities_${metric}` && value !== 0)
      .map(({ labels, value }) => [Object.values(labels).join(' '), value]),
  );

describe('the listener of metrics', () => {
  it('serves GET /metrics and nothing else', async () => {
    const { service } = await start();
    const url = service.metricsUrl ?? '';
    const good = await fetch(`${url}?any`);
    expect({ status: good.status, type: good.headers.get('content-type') }).toEqual({
      status: 200,
      type: 'text/plain; version=0.0.4; charset=utf-8',
    });
    const statusOf = async (at: string, method: string) => (await fetch(at, { method })).status;
    expect(await statusOf(url, 'POST')).toBe(405);
    expect(await statusOf(url, 'HEAD')).toBe(405);
    expect(await statusOf(new URL('/', url).href, 'GET')).toBe(404);
    expect(await statusOf(new URL('/graphql', url).href, 'POST')).toBe(404);
    expect(service.logs).toContainEqual(
      expect.objectContaining({ msg: 'metrics', host: '127.0.0.1', port: Number(new URL(url).port) }),
    );
  });

  it('is not there unless it is asked for, and never at the main port', async () => {
    const { service } = await start();
    expect((await service.request('/metrics')).status).toBe(404);
    const without = opened(await startTestService({ zApiUrl: 'http://127.0.0.1:1' }));
    expect(without.metricsUrl).toBeUndefined();
    expect((await without.request('/metrics')).status).toBe(404);
  });

  it('answers while the service finishes what is in flight, and ends last', async () => {
    let go = () => {};
    const { service, zApi } = await start(
      {},
      {
        unlink: async ({ asUsual }) => {
          await new Promise<void>((resolve) => {
            go = resolve;
          });
          asUsual();
        },
      },
    );
    const answer = unlink(service, FIRST);
    await until(() => zApi.count('unlink') === 1);
    const closed = service.close();
    await until(async () => (await service.request('/health/ready')).status === 503);
    expect((await scrape(service.metricsUrl)).value('communities_operations_in_flight')).toBe(1);
    go();
    expect((await answer).body.data.any.__typename).toBe('UnlinkSuccess');
    await closed;
    await expect(scrape(service.metricsUrl)).rejects.toThrow();
  });

  it('that cannot listen keeps the service from starting', async () => {
    const { service } = await start();
    const port = new URL(service.metricsUrl ?? '').port;
    await expect(start({ METRICS_PORT: port })).rejects.toThrow('EADDRINUSE');
  });

  it('goes with a service that cannot listen itself', async () => {
    const { service } = await start();
    const free = await start();
    const freed = new URL(free.service.metricsUrl ?? '').port;
    await free.service.close();
    await expect(start({ PORT: new URL(service.url).port, METRICS_PORT: freed })).rejects.toThrow(
      'EADDRINUSE',
    );
    await expect(fetch(`http://127.0.0.1:${freed}/metrics`)).rejects.toThrow();
  });
});

describe('what is counted', () => {
  it('is every root field by its name and what it came to, and every failure by its code', async () => {
    const reader = testApiKey({ id: 'reader', secret: 'reader-secret', scopes: ['communities:read'] });
    const all = testApiKey();
    const { service } = await start(
      { AUTH_API_KEYS_FILE: opened(apiKeysFile(reader, all)).path, ROUTER_SECRET: CANARY_ROUTER_SECRET },
      { unlink: (play) => (play.communityId === SECOND.id ? play.answer(502) : play.asUsual()) },
    );
    const ask = (query: string, headers: Readonly<Record<string, string>> = all.headers) =>
      service.graphql(query, {}, headers);
    const gateway = { ...all.headers, 'router-authorization': CANARY_ROUTER_SECRET };
    await unlink(service, FIRST, all.headers);
    await unlink(service, SECOND, all.headers);
    await unlink(service, FIRST, reader.headers);
    await service.graphql(UNLINK, { id: 'x', groups: [] }, all.headers);
    await ask(`{ a: community(id: "${FIRST.id}") { name } b: community(id: "55555555") { name } }`);
    await ask('{ community(id: "x") { name } communities { items { id } } }');
    await ask('{ _service { sdl } }', gateway);
    await ask(
      `{ _entities(representations: [{ __typename: "Community", id: "x" }]) { __typename } }`,
      gateway,
    );
    await ask('{ __typename }');
    await ask('{ nothing }');
    await ask('{ _service { sdl } }');
    await ask('{ __typename }', {});

    const scraped = await scrape(service.metricsUrl);
    expect(nonZero(scraped, 'operations_total')).toEqual({
      'unlinkGroups UnlinkSuccess': 1,
      'unlinkGroups UnlinkOutcomeUnknownError': 1,
      'unlinkGroups CommunityInputError': 1,
      'unlinkGroups error': 1,
      'community Community': 1,
      'community null': 1,
      'community error': 1,
      'communities CommunityPage': 1,
      '_service _Service': 1,
      '_entities _Entity': 1,
      'none introspection': 1,
      'none refused': 2,
    });
    expect(nonZero(scraped, 'failures_total')).toEqual({
      OUTCOME_UNKNOWN: 1,
      // Of the unlink, of a community and of an entity.
      INVALID_INPUT: 3,
      // Of the scope, and of the gateway's field.
      FORBIDDEN: 2,
      GRAPHQL_VALIDATION_FAILED: 1,
    });
    expect(nonZero(scraped, 'http_responses_total')).toEqual({ 200: 9, 400: 1, 401: 1, 403: 1 });
    expect(nonZero(scraped, 'operation_duration_seconds_count')).toMatchObject({
      unlinkGroups: 4,
      community: 3,
    });
  });

  it('is every attempt of a call to Z-API, by what came back', async () => {
    const { service, zApi } = await start(
      {},
      {
        metadata: (play) => (play.before === 0 ? play.reset() : play.asUsual()),
        unlink: (play) => play.answer(play.communityId === FIRST.id ? 429 : 403, {}),
      },
    );
    await service.graphql(`{ community(id: "${FIRST.id}") { name } }`);
    await unlink(service, FIRST);
    await unlink(service, SECOND);
    const scraped = await scrape(service.metricsUrl);
    expect(nonZero(scraped, 'upstream_calls_total')).toEqual({
      'communities-metadata no-answer': 1,
      'communities-metadata 2xx': 1,
      'communities/unlink 429': 1,
      'communities/unlink 4xx': 1,
    });
    expect(nonZero(scraped, 'upstream_attempts_total')).toEqual({
      'communities-metadata 1': 1,
      'communities-metadata 2': 1,
      'communities/unlink 1': 2,
    });
    expect(nonZero(scraped, 'failures_total')).toEqual({ RATE_LIMITED: 1, UPSTREAM_MISCONFIGURED: 1 });
    await zApi.close();
    await unlink(service, THIRD);
    expect(nonZero(await scrape(service.metricsUrl), 'upstream_calls_total')).toMatchObject({
      'communities/unlink not-sent': 3,
    });
  });

  it('is also what breaks below HTTP', async () => {
    const { service } = await start();
    for (const bytes of [
      'NONSENSE\r\n\r\n',
      'POST /graphql HTTP/1.1\r\nhost: a\r\nexpect: 200-maybe\r\n\r\n',
    ]) {
      const connection = await connectTo(service.url);
      connection.socket.write(bytes);
      await connection.ended;
    }
    expect(nonZero(await scrape(service.metricsUrl), 'http_responses_total')).toEqual({ 400: 1, 417: 1 });
  });
});

describe('what goes on', () => {
  it('is seen: unlinks under way, waiting and turned away, and reads that wait', async () => {
    const held: Play[] = [];
    const hold = (play: Play) => void held.push(play);
    const { service } = await start(
      { INSTANCE_CONCURRENT_UNLINKS: '1', INSTANCE_QUEUE_LIMIT: '1' },
      { unlink: hold, metadata: hold },
    );
    const answers = [unlink(service, FIRST)];
    await until(() => held.length === 1);
    answers.push(unlink(service, SECOND));
    const valueNow = async (name: string) => (await scrape(service.metricsUrl)).value(`communities_${name}`);
    await until(async () => (await valueNow('unlinks_waiting')) === 1);
    await unlink(service, THIRD);
    const ids = Array.from(
      { length: 6 },
      (_, index) => `r${index}: community(id: "5555555${index}") { name }`,
    );
    answers.push(service.graphql(`{ ${ids.join(' ')} }`));
    await until(() => held.length === 5);

    const scraped = await scrape(service.metricsUrl);
    expect(scraped.value('communities_unlinks_under_way')).toBe(1);
    expect(scraped.value('communities_unlinks_waiting')).toBe(1);
    expect(scraped.value('communities_unlinks_turned_away_total')).toBe(1);
    expect(scraped.value('communities_reads_waiting')).toBe(2);
    expect(scraped.value('communities_operations_in_flight')).toBe(3);
    expect(nonZero(scraped, 'circuit_breakers')).toEqual({ closed: 1 });

    let settled = false;
    const all = Promise.all(answers).finally(() => {
      settled = true;
    });
    await until(() => {
      for (const play of held.splice(0)) play.asUsual();
      return settled;
    });
    await all;
    const after = await scrape(service.metricsUrl);
    expect(after.value('communities_unlinks_under_way')).toBe(0);
    expect(after.value('communities_unlinks_waiting')).toBe(0);
    expect(after.value('communities_unlinks_turned_away_total')).toBe(1);
    await until(async () => (await valueNow('operations_in_flight')) === 0);
  });
});

describe('callers', () => {
  const seriesOf = ({ samples }: Scrape): readonly string[] =>
    samples
      .filter(({ name }) => name.startsWith('communities_'))
      .map(({ name, labels }) => `${name} ${JSON.stringify(labels)}`)
      .sort();

  it('add no series, whatever they send', async () => {
    const { service } = await start();
    const before = seriesOf(await scrape(service.metricsUrl));
    const canaries = JSON.stringify(CANARIES.join(' '));
    const post = (path: string, body: string, headers = {}) =>
      service.request(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body,
      });
    for (let number = 0; number < 50; number += 1) {
      const id = `1203630000000${10_000 + number}`;
      await service.graphql(
        `query Named${number} { alias${number}: community(id: "${id}") { name } a${id}: __typename }`,
        {},
        { 'x-request-id': `mine-${number}`, 'user-agent': `agent-${number}`, baggage: `a=${number}` },
      );
      await service.request(`/nowhere-${number}?${id}`, { method: 'GET' });
      await service.graphql(`{ field${number} }`);
    }
    for (const method of ['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD', 'PROPFIND', 'SEARCH']) {
      await fetch(`${service.url}/graphql`, { method });
    }
    const named = (operationName: string) =>
      JSON.stringify({ query: 'query A { __typename } query B { __typename }', operationName });
    for (const name of ['A', 'C', '__proto__', 'constructor', 'toString'])
      await post('/graphql', named(name));
    for (const word of ['__proto__', 'constructor', 'hasOwnProperty', 'valueOf']) {
      await service.graphql(`{ ${word}: __typename x: community(id: "${word}") { ${word}: name } }`);
    }
    await service.graphql(`{ community(id: ${canaries}) { name } }`);
    await service.graphql(`{ x(y: ${canaries}) }`);
    await post('/graphql', '{');
    await post(
      '/graphql',
      JSON.stringify({ extensions: { persistedQuery: { version: 1, sha256Hash: 'a' } } }),
    );
    await post('/graphql', `{"query":"${' '.repeat(40_000)}"}`);
    await post('/graphql', '{}', { 'content-type': 'text/plain' });
    await post('/graphql', '{}', { 'x-api-key': 'a'.repeat(17_000) });
    const after = await scrape(service.metricsUrl);
    expect(seriesOf(after)).toEqual(before);
    expect(nonZero(after, 'operations_total')['community null']).toBe(50);
    expect(nonZero(after, 'http_responses_total').other).toBeUndefined();
    expect(nonZero(after, 'failures_total').other).toBeUndefined();
  });
});
