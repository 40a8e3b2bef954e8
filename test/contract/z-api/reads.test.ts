import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { print } from 'graphql';
import { CommunityDocument } from '../../../src/client/index.ts';
import { Deadline } from '../../../src/utils/deadline.ts';
import type { ExchangeReport } from '../../../src/utils/service-observer.ts';
import { createTransport } from '../../../src/z-api/transport.ts';
import { ZApiDatasource } from '../../../src/z-api/z-api.datasource.ts';
import { CANARY_ACCESS } from '../../support/canaries.ts';
import { type Fault, respond } from '../../support/fault-server.ts';
import { startTestService, type TestService } from '../../support/service.ts';
import { fixtureAnswer, readFixture } from './fixtures.ts';
import { COMMUNITY_ID } from './unlinking.ts';
import { answerAll, jsonAnswer, startUpstream, type Upstream } from './upstream.ts';
import { usingService } from './using-service.ts';

const ATTEMPT_MS = 150;
const DEADLINE_MS = 400;
const SLACK_MS = 250;

const fixture = (name: string) => fixtureAnswer(readFixture(name), '');
const FOUND = fixture('get-communities-metadata.200-found');

const GROUP_A = { phone: '1345353454354354-group', name: 'Bloco A', isAnnouncement: false };
const OLDER_GROUP = { phone: '5511999999999-1623281429', name: 'Moradores antigos', isAnnouncement: false };
const ANNOUNCEMENTS = { phone: '120363019502650970-group', name: 'Condomínio', isAnnouncement: true };

let upstream: Upstream;
beforeAll(async () => {
  upstream = await startUpstream();
});
afterAll(() => upstream.close());

describe('Query.community', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startTestService({ zApiUrl: upstream.url });
  });
  afterAll(() => service.close());

  /** The answer to the ready-made query when every read is answered with these bytes. */
  const readAfter = async (bytes: string | Buffer) => {
    upstream.play(answerAll(bytes));
    const { status, body } = await service.graphql(print(CommunityDocument), { id: COMMUNITY_ID });
    expect(status).toBe(200);
    expect(upstream.posts()).toEqual([]);
    return body;
  };

  const failure = (code: string) => ({
    data: { community: null },
    errors: [
      {
        message: expect.stringMatching(/\w/),
        path: ['community'],
        locations: expect.anything(),
        extensions: {
          code,
          requestId: expect.stringMatching(/\w/),
          ...(code === 'RATE_LIMITED' && { retryAfterSeconds: 7 }),
        },
      },
    ],
  });

  describe('finds a community', () => {
    it('in a body that ends with the connection: a read changes nothing, and JSON that is whole is the whole', async () => {
      const body = JSON.stringify({ name: 'Condomínio', subGroups: [] });
      const { data } = await readAfter(`HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n${body}`);
      expect(data.community).toMatchObject({ name: 'Condomínio' });
    });

    it('and tells its ordinary groups from the announcement group', async () => {
      expect(await readAfter(FOUND)).toEqual({
        data: {
          community: {
            id: COMMUNITY_ID,
            name: 'Condomínio',
            description: 'Avisos',
            groups: [GROUP_A, OLDER_GROUP],
            announcementGroup: ANNOUNCEMENTS,
          },
        },
      });
    });

    it('and bears that names are missing', async () => {
      expect(await readAfter(fixture('get-communities-metadata.200-names-missing'))).toEqual({
        data: {
          community: {
            id: COMMUNITY_ID,
            name: null,
            description: null,
            groups: [{ ...GROUP_A, name: null }],
            announcementGroup: { ...ANNOUNCEMENTS, name: null },
          },
        },
      });
    });

    it('and takes the id of a group from the last key where Z-API prints it twice', async () => {
      expect(await readAfter(fixture('get-communities-metadata.200-phone-twice'))).toMatchObject({
        data: {
          community: {
            groups: [{ ...GROUP_A, name: null }],
            announcementGroup: { ...ANNOUNCEMENTS, name: null },
          },
        },
      });
    });

    it.each<[string, Record<string, unknown>]>([
      ['an id that is missing', { id: undefined }],
      ['an id that is a number', { id: Number(COMMUNITY_ID) }],
      ['an id with a suffix', { id: `${COMMUNITY_ID}-group` }],
      ['a name that is no text', { name: 7 }],
      ['a description that is no text', { description: ['x'] }],
      ['members nobody asked for', { owner: '5511999999999', success: false }],
      ['an error that is null', { error: null }],
    ])('and bears %s', async (_, change) => {
      const { body } = readFixture('get-communities-metadata.200-found');
      const answered = await readAfter(jsonAnswer(200, { ...(body as object), ...change }));
      expect(answered).toMatchObject({
        data: { community: { id: COMMUNITY_ID, groups: [GROUP_A, OLDER_GROUP] } },
      });
      expect(answered.errors).toBeUndefined();
    });

    it('without groups', async () => {
      expect(await readAfter(jsonAnswer(200, { id: COMMUNITY_ID, name: 'Vazia', subGroups: [] }))).toEqual({
        data: {
          community: {
            id: COMMUNITY_ID,
            name: 'Vazia',
            description: null,
            groups: [],
            announcementGroup: null,
          },
        },
      });
    });
  });

  it.each(['404-not-found', '400-not-found'])(
    'is null without an error when there is none: %s',
    async (name) => {
      expect(await readAfter(fixture(`get-communities-metadata.${name}`))).toEqual({
        data: { community: null },
      });
    },
  );

  it.each([
    ['no body', respond('404 Any')],
    ['a page', respond('404 Any', { 'content-type': 'text/html' }, '<html></html>')],
    ['another error', jsonAnswer(404, { error: 'No such thing' })],
  ])('is null without an error after 404 with %s', async (_, answer) => {
    expect(await readAfter(answer)).toEqual({ data: { community: null } });
  });

  it.each<[string, string, string | Buffer]>([
    ['UPSTREAM_UNAVAILABLE', '500', jsonAnswer(500, {})],
    ['UPSTREAM_UNAVAILABLE', '502 with a page', fixture('post-communities-unlink.502-edge-page')],
    ['UPSTREAM_UNAVAILABLE', '503 with the community', FOUND.replace('200 Any', '503 Any')],
    ['UPSTREAM_UNAVAILABLE', '503 with a known text', jsonAnswer(503, { error: 'Instance not found' })],
    ['UPSTREAM_UNAVAILABLE', '504', jsonAnswer(504, {})],
    ['UPSTREAM_UNAVAILABLE', '302 with the community', FOUND.replace('200 Any', '302 Any')],
    ['UPSTREAM_UNAVAILABLE', '408', jsonAnswer(408, {})],
    ['UPSTREAM_UNAVAILABLE', '425', jsonAnswer(425, {})],
    ['UPSTREAM_UNAVAILABLE', 'a stalled session', fixture('post-communities-unlink.400-session-stalled')],
    ['UPSTREAM_UNAVAILABLE', 'another 4xx without a text', jsonAnswer(418, {})],
    ['RATE_LIMITED', '429', respond('429 Any', { 'retry-after': '7' })],
    ['UPSTREAM_MISCONFIGURED', 'row 3', fixture('post-communities-unlink.400-client-token-missing')],
    ['UPSTREAM_MISCONFIGURED', 'row 3b', fixture('post-communities-unlink.403-client-token-null')],
    [
      'UPSTREAM_MISCONFIGURED',
      'row 4, which echoes the secret',
      fixtureAnswer(
        readFixture('post-communities-unlink.403-client-token-wrong'),
        `\r\nClient-Token: ${CANARY_ACCESS.clientToken}\r\n`,
      ),
    ],
    ['UPSTREAM_MISCONFIGURED', 'row 5', fixture('post-communities-unlink.403-address-not-allowed')],
    ['UPSTREAM_MISCONFIGURED', 'row 6', fixture('post-communities-unlink.400-instance-not-found')],
    ['UPSTREAM_MISCONFIGURED', 'row 6 with 404', fixture('post-communities-unlink.404-instance-not-found')],
    ['UPSTREAM_MISCONFIGURED', '401', jsonAnswer(401, {})],
    ['UPSTREAM_MISCONFIGURED', '403', jsonAnswer(403, { error: 'Forbidden' })],
    ['INSTANCE_SUBSCRIPTION_EXPIRED', 'row 7', fixture('post-communities-unlink.400-subscription-ended')],
    ['INSTANCE_DISCONNECTED', 'row 8', fixture('post-communities-unlink.400-not-connected')],
    ['INSTANCE_DISCONNECTED', 'row 8 with 200', fixture('post-communities-unlink.200-session-to-restore')],
    ['UPSTREAM_PROTOCOL', 'row 10', fixture('post-communities-unlink.200-unknown-route')],
    ['UPSTREAM_PROTOCOL', 'row 10 with 404', fixture('post-communities-unlink.404-unknown-route')],
    ['UPSTREAM_PROTOCOL', '405', jsonAnswer(405, {})],
    ['UPSTREAM_PROTOCOL', '415', jsonAnswer(415, {})],
    ['UPSTREAM_PROTOCOL', '501', jsonAnswer(501, {})],
    ['UPSTREAM_PROTOCOL', 'a refusal', jsonAnswer(400, { error: 'Invalid phone' })],
    ['UPSTREAM_PROTOCOL', 'a refusal with 200', jsonAnswer(200, { error: 'Something went wrong' })],
  ])('is null with %s after %s', async (code, _, answer) => {
    expect(await readAfter(answer)).toEqual(failure(code));
  });

  const group = { phone: GROUP_A.phone, isGroupAnnouncement: false };
  it.each<[string, unknown]>([
    ['nothing', ''],
    ['no JSON', '<html></html>'],
    ['half of it', FOUND.split('\r\n\r\n')[1]?.slice(0, -1)],
    ['null', 'null'],
    ['a list', [{ id: COMMUNITY_ID, subGroups: [] }]],
    ['success', { success: true }],
    ['no subGroups', { id: COMMUNITY_ID }],
    ['subGroups that are null', { id: COMMUNITY_ID, subGroups: null }],
    ['subGroups that are no list', { id: COMMUNITY_ID, subGroups: { 0: group } }],
    ['a group that is null', { id: COMMUNITY_ID, subGroups: [group, null] }],
    ['a group that is a text', { id: COMMUNITY_ID, subGroups: [group, GROUP_A.phone] }],
    [
      'a group without phone',
      { id: COMMUNITY_ID, subGroups: [group, { name: 'x', isGroupAnnouncement: false }] },
    ],
    [
      'a group whose phone is a number',
      { id: COMMUNITY_ID, subGroups: [{ ...group, phone: 1345353454354354 }] },
    ],
    ['a group that is neither kind', { id: COMMUNITY_ID, subGroups: [group, { phone: GROUP_A.phone }] }],
    ['a kind that is a text', { id: COMMUNITY_ID, subGroups: [{ ...group, isGroupAnnouncement: 'false' }] }],
    ["another community's id", { id: '98372465382764532939', subGroups: [group] }],
    ['the beginning of the id', { id: COMMUNITY_ID.slice(0, -1), subGroups: [group] }],
    ['an id with something before it', { id: `x${COMMUNITY_ID}`, subGroups: [group] }],
    ["another community's id as a number", { id: 12_345, subGroups: [group] }],
    ['an empty id', { id: '', subGroups: [group] }],
  ])('does not trust an answer with %s', async (_, value) => {
    expect(await readAfter(jsonAnswer(200, value))).toEqual(failure('UPSTREAM_UNAVAILABLE'));
  });

  it('is one read per request, however often and under however many names it is asked for', async () => {
    upstream.play(answerAll(FOUND));
    const { body } = await service.graphql(
      `query ($id: ID!) {
         a: community(id: $id) { id name description again: name }
         b: community(id: $id) { groups { phone } more: groups { phone name } announcementGroup { phone } }
         c: community(id: $id) { id }
       }`,
      { id: COMMUNITY_ID },
    );
    expect(body).toEqual({
      data: {
        a: { id: COMMUNITY_ID, name: 'Condomínio', description: 'Avisos', again: 'Condomínio' },
        b: {
          groups: [{ phone: GROUP_A.phone }, { phone: OLDER_GROUP.phone }],
          more: [
            { phone: GROUP_A.phone, name: GROUP_A.name },
            { phone: OLDER_GROUP.phone, name: OLDER_GROUP.name },
          ],
          announcementGroup: { phone: ANNOUNCEMENTS.phone },
        },
        c: { id: COMMUNITY_ID },
      },
    });
    expect(upstream.gets()).toHaveLength(1);
  });

  it('is one read per community', async () => {
    upstream.play(answerAll(jsonAnswer(200, { subGroups: [] })));
    const { body } = await service.graphql(
      '{ a: community(id: "11111") { name } b: community(id: "22222") { name } c: community(id: "11111") { id } }',
    );
    expect(body).toEqual({ data: { a: { name: null }, b: { name: null }, c: { id: '11111' } } });
    expect(
      upstream
        .gets()
        .map((get) => get.split(' ')[1]?.split('/').at(-1))
        .sort(),
    ).toEqual(['11111', '22222']);
  });

  it('is read anew for every request', async () => {
    upstream.play(answerAll(FOUND));
    for (let request = 0; request < 3; request += 1) {
      await service.graphql(print(CommunityDocument), { id: COMMUNITY_ID });
    }
    expect(upstream.gets()).toHaveLength(3);
  });

  it('is not read for an id that breaks its form', async () => {
    upstream.play(answerAll(FOUND));
    for (const id of [
      '',
      '1',
      'x',
      '../status',
      `${COMMUNITY_ID}/`,
      `${COMMUNITY_ID}-group`,
      '1'.repeat(33),
    ]) {
      const { body } = await service.graphql(print(CommunityDocument), { id });
      expect(body).toMatchObject({
        data: { community: null },
        errors: [{ extensions: { code: 'INVALID_INPUT' } }],
      });
    }
    expect(upstream.connections()).toBe(0);
  });
});

describe('Query.community, when the exchange breaks', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startTestService({
      zApiUrl: upstream.url,
      environment: { ZAPI_ATTEMPT_TIMEOUT_MS: String(ATTEMPT_MS), ZAPI_DEADLINE_MS: String(DEADLINE_MS) },
    });
    await service.graphql('{ __typename }');
  });
  afterAll(() => service.close());

  const HEAD = respond('200 OK', { 'content-length': '99' });
  const onRequest =
    (fault: Fault): Fault =>
    async (connection) => {
      await connection.request();
      return fault(connection);
    };

  it.each<[string, Fault]>([
    ['silence', onRequest(() => {})],
    ['a reset', onRequest(({ reset }) => reset())],
    ['the end of the connection', onRequest(({ end }) => end())],
    ['headers, then silence', onRequest(({ send }) => send(HEAD))],
    [
      'headers, then a reset',
      onRequest(async ({ send, reset }) => {
        send(HEAD);
        await sleep(20);
        reset();
      }),
    ],
    ['fewer bytes than Content-Length', answerAll(`${HEAD}{}`)],
    [
      'more than 64 KiB',
      answerAll(jsonAnswer(200, { id: COMMUNITY_ID, subGroups: [], x: 'x'.repeat(65_536) })),
    ],
    ['no HTTP at all', answerAll('nonsense')],
    ['invalid UTF-8', answerAll(Buffer.concat([Buffer.from('HTTP/1.1 200 OK\r\n\r\n'), Buffer.of(0xff)]))],
  ])('is null with UPSTREAM_UNAVAILABLE, in time: %s', async (_, fault) => {
    upstream.play(fault);
    const startedAt = performance.now();
    const { status, body } = await service.graphql(print(CommunityDocument), { id: COMMUNITY_ID });
    const tookMs = performance.now() - startedAt;
    expect({ status, ...body }).toMatchObject({
      status: 200,
      data: { community: null },
      errors: [{ path: ['community'], extensions: { code: 'UPSTREAM_UNAVAILABLE' } }],
    });
    expect(upstream.gets().length).toBeGreaterThan(0);
    expect(tookMs).toBeLessThan(DEADLINE_MS + SLACK_MS);
  });

  it.each([
    ['UPSTREAM_UNAVAILABLE', 'http', 'refuses the connection'],
    ['UPSTREAM_UNAVAILABLE', 'https', 'answers the handshake in plain text'],
  ])('is null with %s when what is at the other end of %s %s', async (code, scheme) => {
    const gone = await startUpstream();
    gone.play(({ send }) => send('nonsense'));
    if (scheme === 'http') await gone.close();
    const { body } = await usingService({ zApiUrl: gone.url.replace('http:', `${scheme}:`) }, (service) =>
      service.graphql(print(CommunityDocument), { id: COMMUNITY_ID }),
    );
    if (scheme === 'https') await gone.close();
    expect(body).toMatchObject({ data: { community: null }, errors: [{ extensions: { code } }] });
  });
});

describe('GET status', () => {
  const send = async (bytes: string, options: { readonly deadlineMs?: number } = {}) => {
    upstream.play(answerAll(bytes));
    const reports: ExchangeReport[] = [];
    const zApi = new ZApiDatasource(createTransport({ baseUrl: upstream.url, ...CANARY_ACCESS }), 5_000);
    const result = await zApi.readStatus({
      deadline: new Deadline(options.deadlineMs ?? 5_000),
      observers: [(report) => reports.push(report)],
    });
    return { result, reports };
  };

  it('asks the instance', async () => {
    await send(fixture('get-status.200-connected'));
    const { instanceId, instanceToken } = CANARY_ACCESS;
    expect(upstream.gets().map((get) => get.split('\r\n')[0])).toEqual([
      `GET /instances/${instanceId}/token/${instanceToken}/status HTTP/1.1`,
    ]);
  });

  it('tells its observer of the endpoint and of what came of it, never of the URL', async () => {
    const { reports } = await send(fixture('get-status.200-connected'));
    expect(reports).toEqual([
      {
        endpoint: 'status',
        attempt: 1,
        kind: 'answered',
        milliseconds: expect.any(Number),
        status: 200,
        fault: undefined,
      },
    ]);
    expect((await send('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{')).reports).toEqual([
      {
        endpoint: 'status',
        attempt: 1,
        kind: 'answered',
        milliseconds: expect.any(Number),
        status: 200,
        fault: expect.stringMatching(/^[A-Z_]+$/),
      },
    ]);
  });

  it.each<[string, string, unknown]>([
    ['connected in spite of its error text', fixture('get-status.200-connected'), { connected: true }],
    ['not connected', fixture('get-status.200-not-connected'), { connected: false }],
    [
      'what `connected` says, nothing else',
      jsonAnswer(200, { connected: true, smartphoneConnected: false }),
      { connected: true },
    ],
  ])('is %s', async (_, answer, value) => {
    expect((await send(answer)).result).toEqual({ kind: 'found', value });
  });

  it.each<[string, string, unknown]>([
    [
      'row 8 with 400',
      fixture('post-communities-unlink.400-not-connected'),
      { kind: 'instance', cause: 'disconnected' },
    ],
    [
      'row 8 with 200',
      fixture('post-communities-unlink.200-session-to-restore'),
      { kind: 'instance', cause: 'disconnected' },
    ],
    [
      'row 7',
      fixture('post-communities-unlink.400-subscription-ended'),
      { kind: 'instance', cause: 'subscription-expired' },
    ],
    [
      'row 6',
      fixture('post-communities-unlink.400-instance-not-found'),
      { kind: 'misconfigured', cause: 'instance-not-found' },
    ],
    ['429', respond('429 Any', { 'retry-after': '7' }), { kind: 'limited', retryAfterSeconds: 7 }],
    ['503 that says connected', jsonAnswer(503, { connected: true }), { kind: 'unknown' }],
    ['302 that says connected', jsonAnswer(302, { connected: true }), { kind: 'unknown' }],
    ['418 that says connected', jsonAnswer(418, { connected: true }), { kind: 'unknown' }],
    ['connected that is a text', jsonAnswer(200, { connected: 'true' }), { kind: 'unknown' }],
    ['connected that is null', jsonAnswer(200, { connected: null }), { kind: 'unknown' }],
    ['connected that is a number', jsonAnswer(200, { connected: 1 }), { kind: 'unknown' }],
    ['no connected', jsonAnswer(200, {}), { kind: 'unknown' }],
    ['a list', jsonAnswer(200, [{ connected: true }]), { kind: 'unknown' }],
    ['no JSON', jsonAnswer(200, 'connected'), { kind: 'unknown' }],
    ['nothing', jsonAnswer(200, ''), { kind: 'unknown' }],
    [
      'half an answer',
      'HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{"connected":true}',
      { kind: 'unknown' },
    ],
  ])('could not be read after %s', async (_, answer, meaning) => {
    expect((await send(answer)).result).toEqual({ kind: 'failed', meaning });
  });

  it('is not asked for when the deadline has passed', async () => {
    const { result } = await send(fixture('get-status.200-connected'), { deadlineMs: 0 });
    expect(result).toEqual({ kind: 'failed', meaning: { kind: 'not-sent', cause: 'unreachable' } });
    expect(upstream.connections()).toBe(0);
  });
});
