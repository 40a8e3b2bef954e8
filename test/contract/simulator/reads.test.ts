import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  CONDOMINIO,
  CORREDORES,
  ESCOLA,
  FEIRA,
  ORDINARY_COMMUNITIES,
  ordinaryGroups,
} from '../../../src/simulator/communities.ts';
import { SCENARIO_COMMUNITIES } from '../../../src/simulator/scenarios.ts';
import { type Simulator, startSimulator } from '../../../src/simulator/simulator.ts';
import { call } from './wire.ts';

const ALL = [...ORDINARY_COMMUNITIES, ...SCENARIO_COMMUNITIES];

describe('what the simulator reads out', () => {
  let simulator: Simulator;
  beforeAll(async () => {
    simulator = await startSimulator();
  });
  afterAll(() => simulator.close());

  const page = async (query: string) =>
    JSON.parse((await call(simulator, { endpoint: `/communities${query}` })).body) as unknown;
  const entries = (from: number, to: number) => ALL.slice(from, to).map(({ name, id }) => ({ name, id }));

  it('is connected', async () => {
    const { status, headers, body } = await call(simulator, { endpoint: '/status' });
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('application/json');
    expect(body).toBe('{"connected":true,"error":"You are already connected.","smartphoneConnected":true}');
  });

  it('lists names and ids in a bare array, page by page', async () => {
    expect(await page('?page=1&pageSize=3')).toEqual(entries(0, 3));
    expect(await page('?page=2&pageSize=3')).toEqual(entries(3, 6));
    expect(await page('?page=1&pageSize=100')).toEqual(entries(0, ALL.length));
    expect(await page('?page=99&pageSize=100')).toEqual([]);
  });

  it.each(['', '?page=0&pageSize=-1', '?page=x&pageSize=1.5', '?page=&pageSize='])(
    'takes the first twenty when the query is %p',
    async (query) => expect(await page(query)).toEqual(entries(0, 20)),
  );

  it('shows a community with its announcement group among the others', async () => {
    const { status, body } = await call(simulator, { endpoint: `/communities-metadata/${FEIRA.id}` });
    expect(status).toBe(200);
    expect(JSON.parse(body)).toEqual({
      name: 'Feira Orgânica da Vila',
      id: '120363067340912587',
      description: 'Pedidos até quinta-feira.',
      subGroups: [
        { name: 'Feira Orgânica da Vila', phone: '120363067340912600-group', isGroupAnnouncement: true },
        { name: 'Pedidos da semana', phone: '120363067340912601-group', isGroupAnnouncement: false },
      ],
    });
  });

  it.each(['1', '98372465382764532939', 'constructor'])('knows no community %s', async (id) => {
    const { status, body } = await call(simulator, { endpoint: `/communities-metadata/${id}` });
    expect({ status, body }).toEqual({ status: 404, body: '{"error":"Community not found"}' });
  });
});

describe('the communities it starts with', () => {
  it.each(ALL.map((community) => [community.name, community] as const))(
    '%s has ids of the known forms and one announcement group',
    (_name, community) => {
      expect(community.id).toMatch(/^\d{18,20}$/);
      for (const { phone } of community.subGroups) expect(phone).toMatch(/^(\d+-group|\d{12,13}-\d{10})$/);
      expect(community.subGroups.length - ordinaryGroups(community).length).toBe(1);
    },
  );

  it('use no id twice', () => {
    const ids = ALL.flatMap(({ id, subGroups }) => [id, ...subGroups.map(({ phone }) => phone)]);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('cover three to five groups, the older form of an id, a last group, and no description', () => {
    for (const community of [CONDOMINIO, ESCOLA, CORREDORES]) {
      expect([3, 4, 5]).toContain(ordinaryGroups(community).length);
      expect(community.subGroups.some(({ phone }) => !phone.endsWith('-group'))).toBe(true);
    }
    expect(ordinaryGroups(FEIRA)).toHaveLength(1);
    expect(CORREDORES.description).toBeNull();
  });
});
