import { describe, expect, it } from '@jest/globals';
import { systemClock } from '../../../src/utils/clock.ts';
import { OPEN_FOR_MS } from '../../../src/z-api/circuit-breaker.ts';
import { apiKeysFile, testApiKey } from '../../support/api-keys.ts';
import { type Fault, respond } from '../../support/fault-server.ts';
import { jsonFile } from '../../support/json-file.ts';
import { closedAfterEach } from '../../support/resources.ts';
import { startTestService, type TestService } from '../../support/service.ts';
import { unusedPort } from '../../support/unused-port.ts';
import { COMMUNITY_ID, EXPECTED, unlink } from './unlinking.ts';
import {
  answerAll,
  answerPost,
  jsonAnswer,
  onPost,
  SUCCESS,
  startUpstream,
  type Upstream,
} from './upstream.ts';

const FAILURES = 4;
const ENVIRONMENT = {
  ZAPI_BREAKER_FAILURES: String(FAILURES),
  ZAPI_ATTEMPT_TIMEOUT_MS: '300',
  ZAPI_DEADLINE_MS: '5000',
};
const PATIENT = { ZAPI_ATTEMPT_TIMEOUT_MS: '20000', ZAPI_DEADLINE_MS: '25000' };
const READ = `{ community(id: "${COMMUNITY_ID}") { name } }`;
const METADATA = jsonAnswer(200, { id: COMMUNITY_ID, name: 'Read', subGroups: [] });

const opened = closedAfterEach();

/** The clock of every service here. Only `passTime` moves it, so an open circuit stays open until then. */
let nowMs = 0;
const clock = { ...systemClock, now: () => nowMs };
const passTime = (ms: number): void => {
  nowMs += ms;
};

const start = async (
  fault: Fault,
  environment: Readonly<Record<string, string>> = {},
): Promise<{ upstream: Upstream; service: TestService }> => {
  const upstream = opened(await startUpstream());
  upstream.play(fault);
  const service = opened(
    await startTestService({ zApiUrl: upstream.url, environment: { ...ENVIRONMENT, ...environment }, clock }),
  );
  return { upstream, service };
};

const read = async (service: TestService): Promise<string | undefined> => {
  const { body } = await service.graphql(READ);
  return body.errors?.[0].extensions.code;
};

const circuitLines = ({ logs }: TestService) => logs.filter(({ msg }) => String(msg).startsWith('circuit'));
const hasOpened = (service: TestService): boolean => circuitLines(service).length > 0;

const afterRequest =
  (fault: Fault): Fault =>
  async (connection) => {
    await connection.request();
    return fault(connection);
  };

const half = (status: string) => `HTTP/1.1 ${status} Any\r\nContent-Length: 100\r\n\r\n{"a`;

/** Reads until the circuit is open; from then on, nothing is sent. */
const opens = async ({ upstream, service }: Awaited<ReturnType<typeof start>>): Promise<void> => {
  for (let reads = 0; reads < FAILURES && !hasOpened(service); reads += 1) await read(service);
  expect(hasOpened(service)).toBe(true);
  const before = upstream.connections();
  expect(await read(service)).toBe('UPSTREAM_UNAVAILABLE');
  expect(upstream.connections()).toBe(before);
};

describe('the circuit is opened by so many in a row', () => {
  it.each<[string, Fault]>([
    ['resets', afterRequest(({ reset }) => reset())],
    ['connections closed without an answer', afterRequest(({ end }) => end())],
    ['silences to the time-out', afterRequest(() => {})],
    [
      'half heads',
      afterRequest(({ send, reset }) => {
        send('HTTP/1.1 200 O');
        reset();
      }),
    ],
    [
      'bodies cut off by a reset',
      afterRequest(({ send, socket, reset }) => {
        send(half('200'));
        socket.once('drain', reset);
        setTimeout(reset, 20);
      }),
    ],
    ['bodies cut off in good order', answerAll(half('200'))],
    ['bodies that never end', afterRequest(({ send }) => send(half('200')))],
    ['answers that are no HTTP', answerAll('SSH-2.0-OpenSSH_9.6\r\n')],
    ...[500, 501, 502, 503, 504].map((status): [string, Fault] => [
      `answers of ${status}`,
      answerAll(respond(`${status} Any`)),
    ]),
  ])('%s', async (_, fault) => {
    const started = await start(fault);
    await opens(started);
    expect(started.upstream.connections()).toBe(FAILURES);
  });

  it('connections refused', async () => {
    const service = opened(
      await startTestService({ zApiUrl: `http://127.0.0.1:${await unusedPort()}`, environment: ENVIRONMENT }),
    );
    for (const _ of [1, 2]) expect(await unlink(service)).toEqual(EXPECTED.unavailable);
    const exchanges = service.logs.filter(({ msg }) => msg === 'z-api exchange');
    expect(exchanges.map(({ fault }) => fault)).toEqual(Array(FAILURES).fill('ECONNREFUSED'));
  });

  it('of reads and writes together', async () => {
    const started = await start(afterRequest(({ reset }) => reset()));
    expect(await unlink(started.service)).toEqual(EXPECTED.unknown);
    // One POST and three reads back.
    expect([started.upstream.posts().length, started.upstream.gets().length]).toEqual([1, 3]);
    expect(await unlink(started.service)).toEqual(EXPECTED.unavailable);
    expect(await read(started.service)).toBe('UPSTREAM_UNAVAILABLE');
    expect(started.upstream.connections()).toBe(FAILURES);
  });
});

describe('the circuit stays closed', () => {
  it.each<[string, string]>([
    ['refusals', jsonAnswer(200, { success: false })],
    ['a disconnected phone', jsonAnswer(400, { error: 'You are not connected.' })],
    [
      'an ended subscription',
      jsonAnswer(400, { error: 'To continue sending a message, you must subscribe to this instance again' }),
    ],
    ['wrong secrets', jsonAnswer(403, { error: 'Client-Token x not allowed' })],
    ['no such community', jsonAnswer(404, { error: 'Community not found' })],
    ['a missing route', jsonAnswer(404, { error: 'NOT_FOUND' })],
    ['too many calls', respond('429 Any', { 'retry-after': '1' })],
    ['a redirect', respond('302 Any', { location: '/' })],
    ['a time-out that is said', respond('408 Any')],
    ['no JSON', jsonAnswer(200, '<html>')],
    ['an empty body', respond('200 OK')],
    ['a body that is too long', jsonAnswer(200, { text: 'x'.repeat(100_000) })],
    ['a body that is no UTF-8', `${respond('200 OK', { 'content-length': '2' })}\xff\xfe`],
    ['an encoded body', respond('200 OK', { 'content-encoding': 'gzip' }, '{}')],
  ])('with %s, however often', async (_, bytes) => {
    const { upstream, service } = await start(answerAll(Buffer.from(bytes, 'latin1')));
    for (let often = 0; often < FAILURES; often += 1) {
      await unlink(service);
      await read(service);
    }
    expect(upstream.posts()).toHaveLength(FAILURES);
    expect(upstream.gets().length).toBeGreaterThanOrEqual(FAILURES);
    expect(circuitLines(service)).toEqual([]);
  });

  it('when an answer comes between the failures', async () => {
    let arrived = 0;
    const { service, upstream } = await start(
      afterRequest(({ send, end }) => {
        arrived += 1;
        send(arrived % FAILURES === 0 ? METADATA : respond('503 Any'));
        end();
      }),
    );
    for (let often = 0; often < 5 * FAILURES; often += 1) await read(service);
    expect(upstream.gets()).toHaveLength(5 * FAILURES);
  });

  it('with 0, however often all fails', async () => {
    const { service, upstream } = await start(answerAll(respond('503 Any')), { ZAPI_BREAKER_FAILURES: '0' });
    for (let often = 0; often < 5 * FAILURES; often += 1) await read(service);
    expect(upstream.gets()).toHaveLength(5 * FAILURES);
  });
});

describe('an open circuit', () => {
  it('lets one probe through, a POST too, refuses whoever comes meanwhile, and closes on its success', async () => {
    const started = await start(answerAll(respond('503 Any')), PATIENT);
    const { upstream, service } = started;
    await opens(started);
    const probed = new Promise<() => void>((resolve) => {
      upstream.play(
        onPost(({ send, end }) =>
          resolve(() => {
            send(SUCCESS);
            end();
          }),
        ),
      );
    });
    passTime(OPEN_FOR_MS);
    const probe = unlink(service);
    const succeed = await probed;
    const another = await service.graphql(
      'mutation { unlinkGroups(communityId: "98372465382764532939", groupsPhones: ["1345353454354354-group"]) { __typename } }',
    );
    expect(another.body.data.unlinkGroups).toEqual({ __typename: 'CommunityUpstreamError' });
    expect(await read(service)).toBe('UPSTREAM_UNAVAILABLE');
    expect(upstream.connections()).toBe(1);
    succeed();
    expect(await probe).toEqual(EXPECTED.success);
    upstream.play(answerAll(METADATA));
    expect(await read(service)).toBeUndefined();
    expect(circuitLines(service)).toMatchObject([
      { level: 'warn', msg: 'circuit opened: nothing is sent to Z-API' },
      { level: 'info', msg: 'circuit closed: Z-API answers again' },
    ]);
  });

  it('sends nothing but a probe while the outage lasts, and logs its opening once', async () => {
    const started = await start(answerAll(respond('503 Any')));
    const { upstream, service } = started;
    await opens(started);
    upstream.play(answerAll(respond('503 Any')));
    for (const probes of [1, 2]) {
      await read(service);
      expect(upstream.gets()).toHaveLength(probes - 1);
      passTime(OPEN_FOR_MS);
      await read(service);
      expect(upstream.gets()).toHaveLength(probes);
    }
    expect(circuitLines(service)).toHaveLength(1);
  });

  it('leaves an outcome that is unknown unknown, where it cannot be read back', async () => {
    const { upstream, service } = await start(
      onPost(({ reset }) => reset()),
      { ZAPI_BREAKER_FAILURES: '1' },
    );
    expect(await unlink(service)).toEqual(EXPECTED.unknown);
    expect([upstream.posts().length, upstream.gets().length]).toEqual([1, 0]);
  });

  it("leaves an instance's minute to what is sent", async () => {
    const started = await start(answerPost(respond('503 Any')), {
      INSTANCE_MUTATIONS_PER_MINUTE: '4',
      INSTANCE_READS_PER_MINUTE: '7',
    });
    const { service, upstream } = started;
    expect(await unlink(service)).toEqual(EXPECTED.unknown);
    await opens(started);
    for (let often = 0; often < 20; often += 1) {
      expect(await unlink(service)).toEqual(EXPECTED.unavailable);
      expect(await read(service)).toBe('UPSTREAM_UNAVAILABLE');
    }
    upstream.play(answerPost(SUCCESS));
    passTime(OPEN_FOR_MS);
    expect(await unlink(service)).toEqual(EXPECTED.success);
  });

  it('is told of to no observer: the log holds one line for each exchange that was made', async () => {
    const started = await start(answerAll(respond('503 Any')));
    await opens(started);
    await unlink(started.service);
    expect(started.service.logs.filter(({ msg }) => msg === 'z-api exchange')).toHaveLength(FAILURES);
  });
});

it("opens for one tenant's instance alone, and the log says which", async () => {
  const upstream = opened(await startUpstream());
  upstream.play(async ({ request, send, end }) => {
    const head = (await request()).toString('latin1');
    send(head.includes('/instances/of-ana/') ? respond('503 Any') : METADATA);
    end();
  });
  const tenants = ['ana', 'bia'] as const;
  const keys = tenants.map((tenant) => testApiKey({ id: `backend-of-${tenant}`, tenant }));
  const service = opened(
    await startTestService({
      zApiUrl: upstream.url,
      environment: {
        ...ENVIRONMENT,
        ZAPI_INSTANCE_ID: '',
        ZAPI_INSTANCE_TOKEN: '',
        ZAPI_CLIENT_TOKEN: '',
        ZAPI_INSTANCES_FILE: opened(
          jsonFile({
            instances: tenants.map((tenant) => ({
              tenant,
              instanceId: `of-${tenant}`,
              instanceToken: `token-of-${tenant}`,
            })),
          }),
        ).path,
        AUTH_API_KEYS_FILE: opened(apiKeysFile(...keys)).path,
      },
    }),
  );
  const readFor = async (index: number) => {
    const { body } = await service.graphql(READ, {}, keys[index]?.headers);
    return body.data.community?.name;
  };
  for (let often = 0; often < 2 * FAILURES; often += 1) {
    expect(await readFor(0)).toBeUndefined();
    expect(await readFor(1)).toBe('Read');
  }
  expect(upstream.gets()).toHaveLength(3 * FAILURES);
  expect(circuitLines(service)).toMatchObject([{ tenant: 'ana' }]);
});
