import { beforeEach, describe, expect, it } from '@jest/globals';
import { type FaultServer, respond, startFaultServer } from '../../support/fault-server.ts';
import { closedAfterEach } from '../../support/resources.ts';
import { startTestService, type TestService } from '../../support/service.ts';

const ID = '98372465382764532938';
const BROKEN_ID = '120363000000000500';

const entities = (fields: string) =>
  `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Community { ${fields} } } }`;

describe('_entities', () => {
  const opened = closedAfterEach();
  let zApi: FaultServer;
  let service: TestService;
  beforeEach(async () => {
    zApi = opened(
      await startFaultServer(async ({ request, send }) => {
        const isBroken = (await request()).includes(BROKEN_ID);
        const answer = isBroken ? '' : '{"name":"One","subGroups":[]}';
        send(
          respond(isBroken ? '502 Bad Gateway' : '200 OK', { 'content-type': 'application/json' }, answer),
        );
      }),
    );
    service = opened(await startTestService({ zApiUrl: zApi.url }));
  });

  const ask = async (fields: string, ...ids: readonly unknown[]) => {
    const representations = ids.map((id) => ({ __typename: 'Community', id }));
    return (await service.graphql(entities(fields), { representations })).body;
  };

  it('resolves to the id at once, without asking Z-API', async () => {
    expect(await ask('__typename id', ID)).toEqual({
      data: { _entities: [{ __typename: 'Community', id: ID }] },
    });
    expect(zApi.connections()).toBe(0);
  });

  it('reads a community once, however many fields and representations ask for it', async () => {
    expect(await ask('name description groups { phone }', ID, ID)).toEqual({
      data: {
        _entities: [
          { name: 'One', description: null, groups: [] },
          { name: 'One', description: null, groups: [] },
        ],
      },
    });
    expect(zApi.requests).toHaveLength(1);
  });

  it('leaves null what cannot be read, with an entry in errors, and the others as they are', async () => {
    const body = await ask('id name', BROKEN_ID, ID);
    expect(body.data).toEqual({
      _entities: [
        { id: BROKEN_ID, name: null },
        { id: ID, name: 'One' },
      ],
    });
    expect(body.errors).toMatchObject([
      { path: ['_entities', 0, 'name'], extensions: { code: 'UPSTREAM_UNAVAILABLE' } },
    ]);
    expect(body.errors).toHaveLength(1);
  });

  it.each([['SQUEAMISH'], ['7418'], [''], [null], [74185], [{ SQUEAMISH: 1 }]])(
    'refuses %j as an id, and does not echo it',
    async (id) => {
      const body = await ask('id name', id);
      expect(body.errors).toMatchObject([{ extensions: { code: 'INVALID_INPUT' } }]);
      expect(JSON.stringify(body)).not.toMatch(/SQUEAMISH|"7418/);
      expect(zApi.connections()).toBe(0);
    },
  );

  it('leaves null the representation whose id is broken, and the others as they are', async () => {
    const body = await ask('id name', ID, 'SQUEAMISH');
    expect(body.data).toEqual({ _entities: [{ id: ID, name: 'One' }, null] });
    expect(body.errors).toMatchObject([{ path: ['_entities', 1], extensions: { code: 'INVALID_INPUT' } }]);
  });
});
