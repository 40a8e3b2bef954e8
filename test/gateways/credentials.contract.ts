import { expect, it } from '@jest/globals';
import { print } from 'graphql';
import { UnlinkGroupsDocument } from '../../src/client/generated/operations.ts';
import { CONDOMINIO, ESCOLA } from '../../src/simulator/communities.ts';
import { CALLER, READER, ROUTER, type Stage, UNLINKER } from './stage.ts';

const UNLINK = print(UnlinkGroupsDocument);
const CALL = { communityId: CONDOMINIO.id, groupsPhones: ['1345353454354354-group'] };
const READ = `{ community(id: "${ESCOLA.id}") { name } }`;

/** The caller's headers reach the service, the gateway's secret too, and neither goes anywhere else. */
export const passesCredentials = (stage: () => Stage, toNeighbours: readonly string[]): void => {
  it("passes the caller's key, request id and language on, beside its own secret", async () => {
    const { ask, tap } = stage();
    const headers = { ...CALLER.headers, 'x-request-id': 'my-id', 'accept-language': 'pt-BR' };
    const { body } = await ask(UNLINK, CALL, headers);
    expect(tap.received).toMatchObject([{ headers: { ...headers, ...ROUTER } }]);
    expect(body.data.unlinkGroups).toMatchObject({ __typename: 'UnlinkSuccess', requestId: 'my-id' });
  });

  it("passes the caller's token on", async () => {
    const { ask, tap } = stage();
    await ask(READ, {}, { authorization: 'Bearer a.b.c' });
    expect(tap.received).toMatchObject([{ headers: { authorization: 'Bearer a.b.c', ...ROUTER } }]);
  });

  it('lets no caller choose the secret of gateways, or ask for what it opens', async () => {
    const { ask, tap } = stage();
    await ask(READ, {}, { ...CALLER.headers, 'router-authorization': 'SQUEAMISH' });
    expect(tap.received).toMatchObject([{ headers: ROUTER }]);
    tap.play();
    const { body } = await ask('{ _service { sdl } }');
    expect(body.errors).toHaveLength(1);
    expect(tap.received).toEqual([]);
  });

  it(`gives the neighbour of what it passes on: ${toNeighbours.join() || 'nothing'}`, async () => {
    const { ask, neighbour } = stage();
    const before = neighbour.received.length;
    const told = {
      ...CALLER.headers,
      authorization: 'Bearer a.b.c',
      'x-request-id': 'my-id',
      'accept-language': 'pt-BR',
    };
    await ask('{ favourite { motto name } }', {}, told);
    const [given = {}, ...others] = neighbour.received.slice(before);
    expect([given['content-type'], others]).toEqual([expect.any(String), []]);
    const passed = Object.entries({ ...ROUTER, ...told }).filter(([name, value]) => given[name] === value);
    expect(passed.map(([name]) => name)).toEqual(toNeighbours);
  });

  it('tells a caller without a credential so, and sends nothing to Z-API', async () => {
    const { ask, simulator } = stage();
    const before = simulator.unlinkCalls();
    const refused = (field: string) => ({
      status: 200,
      body: { data: { [field]: null }, errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] },
    });
    expect(await ask(READ, {}, {})).toMatchObject(refused('community'));
    expect(await ask(UNLINK, CALL, {})).toMatchObject(refused('unlinkGroups'));
    const wrong = { 'x-api-key': 'backend.SQUEAMISH' };
    expect(await ask(UNLINK, CALL, wrong)).toMatchObject(refused('unlinkGroups'));
    expect(simulator.unlinkCalls()).toBe(before);
  });

  it('joins nothing for a caller who may not read', async () => {
    const { ask } = stage();
    const { body } = await ask('{ favourite { id motto name } }', {}, UNLINKER.headers);
    expect(body).toMatchObject({
      data: { favourite: { id: ESCOLA.id, motto: `motto of ${ESCOLA.id}`, name: null } },
      errors: [{ extensions: { code: 'FORBIDDEN' } }],
    });
  });

  it('keeps callers apart who ask the same at the same time', async () => {
    const { ask } = stage();
    const askAs = async ({ headers }: { readonly headers: Readonly<Record<string, string>> }) =>
      (await ask(READ, {}, headers)).body;
    const bodies = await Promise.all([READER, UNLINKER, READER, UNLINKER].map(askAs));
    const told = bodies.map(({ data, errors }) => errors?.[0].extensions.code ?? data.community.name);
    expect(told).toEqual([ESCOLA.name, 'FORBIDDEN', ESCOLA.name, 'FORBIDDEN']);
  });
};
