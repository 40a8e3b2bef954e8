import { beforeAll, describe, expect, it } from '@jest/globals';
import { CommunityDocument } from '../../src/client/index.ts';
import { CONDOMINIO, CORREDORES } from '../../src/simulator/communities.ts';
import { startSimulator } from '../../src/simulator/simulator.ts';
import { CANARY_ACCESS } from '../support/canaries.ts';
import { type FaultServer, respond, startFaultServer } from '../support/fault-server.ts';
import { closedAfterAll, closedAfterEach } from '../support/resources.ts';
import { startTestService, type TestService } from '../support/service.ts';

describe('community', () => {
  let service: TestService;
  const kept = closedAfterAll();
  beforeAll(async () => {
    const simulator = kept(await startSimulator({ credentials: CANARY_ACCESS }));
    service = kept(await startTestService({ zApiUrl: simulator.url }));
  });

  it('holds the ordinary groups in their order, and the announcement group apart from them', async () => {
    const { community } = await service.execute(CommunityDocument, { id: CONDOMINIO.id });
    const [announcement, ...groups] = CONDOMINIO.subGroups.map(({ phone, name, isGroupAnnouncement }) => ({
      phone,
      name,
      isAnnouncement: isGroupAnnouncement,
    }));
    expect(community).toEqual({
      id: CONDOMINIO.id,
      name: CONDOMINIO.name,
      description: CONDOMINIO.description,
      groups,
      announcementGroup: announcement,
    });
  });

  it('has no description where Z-API gives none', async () => {
    const { community } = await service.execute(CommunityDocument, { id: CORREDORES.id });
    expect(community).toMatchObject({ name: CORREDORES.name, description: null });
  });

  it('is null, without an error, when the connected number knows no such community', async () => {
    expect(await service.execute(CommunityDocument, { id: '55555' })).toEqual({ community: null });
  });

  it('is logged by the type it came to', async () => {
    await service.graphql('query Named($id: ID!) { other: community(id: $id) { id } }', {
      id: CONDOMINIO.id,
    });
    const last = service.logs.filter(({ msg }) => msg === 'operation').at(-1);
    expect(last).toMatchObject({ operation: 'Named', kind: 'query', results: [{ type: 'Community' }] });
  });
});

describe('community, read from a Z-API in trouble', () => {
  const opened = closedAfterEach();

  /** One answer for every request. */
  const answering = async (statusLine: string, body: string): Promise<FaultServer> =>
    opened(
      await startFaultServer(async ({ request, send }) => {
        await request();
        send(respond(statusLine, { 'content-type': 'application/json' }, body));
      }),
    );

  const ask = async (zApiUrl: string, query = '{ community(id: "98372465382764532938") { id name } }') =>
    opened(await startTestService({ zApiUrl })).graphql(query);

  it.each([
    ['429 Too Many Requests', '', 'RATE_LIMITED'],
    ['500 Internal Server Error', '<html>', 'UPSTREAM_UNAVAILABLE'],
    ['302 Found', '', 'UPSTREAM_UNAVAILABLE'],
    ['200 OK', 'not json', 'UPSTREAM_UNAVAILABLE'],
    ['200 OK', '{"subGroups":[{"phone":"1345353454354354-group"}]}', 'UPSTREAM_UNAVAILABLE'],
    ['200 OK', '{"id":"11111","subGroups":[]}', 'UPSTREAM_UNAVAILABLE'],
    ['400 Bad Request', '{"error":"You are not connected."}', 'INSTANCE_DISCONNECTED'],
    [
      '400 Bad Request',
      '{"error":"you must subscribe to this instance again"}',
      'INSTANCE_SUBSCRIPTION_EXPIRED',
    ],
    [
      '403 Forbidden',
      `{"error":"Client-Token ${CANARY_ACCESS.clientToken} not allowed"}`,
      'UPSTREAM_MISCONFIGURED',
    ],
    ['200 OK', '{"error":"NOT_FOUND"}', 'UPSTREAM_PROTOCOL'],
    ['405 Method Not Allowed', '', 'UPSTREAM_PROTOCOL'],
  ])('is null with the code of the failure: %s %s', async (statusLine, text, code) => {
    const zApi = await answering(statusLine, text);
    const { status, body } = await ask(zApi.url);
    expect({ status, data: body.data, requests: zApi.requests.length }).toEqual({
      status: 200,
      data: { community: null },
      requests: 1,
    });
    expect(body.errors).toEqual([
      {
        message: expect.stringMatching(/^\S.*\.$/),
        locations: [{ line: 1, column: 3 }],
        path: ['community'],
        extensions: {
          code,
          requestId: expect.any(String),
          ...(code === 'RATE_LIMITED' && { retryAfterSeconds: 60 }),
        },
      },
    ]);
  });

  it('is null with the code of the failure: no connection', async () => {
    const closed = await startSimulator();
    await closed.close();
    const { body } = await ask(closed.url);
    expect(body).toMatchObject({
      data: { community: null },
      errors: [{ path: ['community'], extensions: { code: 'UPSTREAM_UNAVAILABLE' } }],
    });
  });

  it('is read once, however many fields and aliases ask for it', async () => {
    const zApi = await answering('200 OK', '{"name":"One","subGroups":[]}');
    const { body } = await ask(
      zApi.url,
      '{ a: community(id: "98372465382764532938") { id name description groups { phone } announcementGroup { phone } } b: community(id: "98372465382764532938") { name } }',
    );
    expect(body).toEqual({
      data: {
        a: {
          id: '98372465382764532938',
          name: 'One',
          description: null,
          groups: [],
          announcementGroup: null,
        },
        b: { name: 'One' },
      },
    });
    expect(zApi.requests).toHaveLength(1);
  });
});
