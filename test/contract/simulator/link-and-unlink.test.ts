import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import {
  CONDOMINIO,
  CORREDORES,
  ESCOLA,
  FEIRA,
  ordinaryGroups,
  type SimulatedCommunity,
} from '../../../src/simulator/communities.ts';
import { type Simulator, startSimulator } from '../../../src/simulator/simulator.ts';
import { call, link, linkedGroups, unlink, type WireAnswer } from './wire.ts';

const phonesOf = (community: SimulatedCommunity) => ordinaryGroups(community).map(({ phone }) => phone);
const newGroups = (count: number) => Array.from({ length: count }, (_, index) => `${9_000 + index}-group`);
const [BLOCO_A = '', BLOCO_B = '', ...OTHERS] = phonesOf(CONDOMINIO);
const [ANNOUNCEMENT = ''] = CONDOMINIO.subGroups.map(({ phone }) => phone);

describe('linking and unlinking', () => {
  let simulator: Simulator;
  beforeAll(async () => {
    simulator = await startSimulator();
  });
  afterEach(() => simulator.reset());
  afterAll(() => simulator.close());

  const expectFlag = (answer: WireAnswer, success: boolean) => {
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toBe('application/json');
    expect(answer.body).toBe(`{"success":${success}}`);
  };
  const expectUnchanged = async (community: SimulatedCommunity) =>
    expect(await linkedGroups(simulator, community.id)).toEqual(
      community.subGroups.map(({ phone }) => phone),
    );

  it('unlinks the group of the documented example', async () => {
    expectFlag(await unlink(simulator, '98372465382764532938', ['1345353454354354-group']), true);
    expect(await linkedGroups(simulator, CONDOMINIO.id)).toEqual([ANNOUNCEMENT, BLOCO_B, ...OTHERS]);
  });

  it('unlinks several groups, one named twice and one of the older form', async () => {
    const [older = ''] = OTHERS.slice(-1);
    expectFlag(await unlink(simulator, CONDOMINIO.id, [BLOCO_A, older, BLOCO_A]), true);
    const left = await linkedGroups(simulator, CONDOMINIO.id);
    expect(left).toHaveLength(3);
    expect(left).not.toContain(older);
  });

  it('refuses the announcement group, and with it the whole request', async () => {
    expectFlag(await unlink(simulator, CONDOMINIO.id, [ANNOUNCEMENT]), false);
    expectFlag(await unlink(simulator, CONDOMINIO.id, [BLOCO_A, ANNOUNCEMENT]), false);
    await expectUnchanged(CONDOMINIO);
  });

  it('refuses to unlink the last ordinary group, or all of them at once', async () => {
    expectFlag(await unlink(simulator, FEIRA.id, phonesOf(FEIRA)), false);
    expectFlag(await unlink(simulator, ESCOLA.id, phonesOf(ESCOLA)), false);
    expectFlag(await unlink(simulator, ESCOLA.id, [...phonesOf(ESCOLA), '7-group']), false);
    await expectUnchanged(FEIRA);
    await expectUnchanged(ESCOLA);
  });

  it('refuses a repeat, and groups of another community', async () => {
    expectFlag(await unlink(simulator, CONDOMINIO.id, [BLOCO_A]), true);
    expectFlag(await unlink(simulator, CONDOMINIO.id, [BLOCO_A]), false);
    expectFlag(await unlink(simulator, ESCOLA.id, [BLOCO_B]), false);
  });

  it('unlinks the linked ones of a mixed request', async () => {
    expectFlag(await unlink(simulator, CONDOMINIO.id, ['7-group', BLOCO_B]), true);
    expect(await linkedGroups(simulator, CONDOMINIO.id)).toEqual([ANNOUNCEMENT, BLOCO_A, ...OTHERS]);
  });

  it('answers success:false for a community that does not exist', async () => {
    expectFlag(await unlink(simulator, '1', [BLOCO_A]), false);
    expectFlag(await link(simulator, '1', ['7-group']), false);
  });

  it('takes fifty groups in one unlink, and refuses fifty-one', async () => {
    expectFlag(await unlink(simulator, CONDOMINIO.id, [BLOCO_A, ...newGroups(50)]), false);
    await expectUnchanged(CONDOMINIO);
    expectFlag(await unlink(simulator, CONDOMINIO.id, [BLOCO_A, ...newGroups(49)]), true);
  });

  it('links a group back under its name', async () => {
    await unlink(simulator, CONDOMINIO.id, [BLOCO_A]);
    expectFlag(await link(simulator, CONDOMINIO.id, [BLOCO_A]), true);
    const { body } = await call(simulator, { endpoint: `/communities-metadata/${CONDOMINIO.id}` });
    expect(JSON.parse(body).subGroups.at(-1)).toEqual({
      name: 'Bloco A',
      phone: BLOCO_A,
      isGroupAnnouncement: false,
    });
  });

  it('links a group it has never seen, without a name', async () => {
    expectFlag(await link(simulator, FEIRA.id, ['5511999999999-1623281430']), true);
    const { body } = await call(simulator, { endpoint: `/communities-metadata/${FEIRA.id}` });
    expect(JSON.parse(body).subGroups.at(-1)).toEqual({
      phone: '5511999999999-1623281430',
      isGroupAnnouncement: false,
    });
    expectFlag(await unlink(simulator, FEIRA.id, phonesOf(FEIRA)), true);
  });

  it('refuses to link what is linked, here or in another community', async () => {
    expectFlag(await link(simulator, CONDOMINIO.id, [BLOCO_A]), false);
    expectFlag(await link(simulator, CORREDORES.id, [BLOCO_A]), false);
    await expectUnchanged(CORREDORES);
  });

  it('holds fifty ordinary groups and no more', async () => {
    expectFlag(await link(simulator, FEIRA.id, newGroups(50)), false);
    await expectUnchanged(FEIRA);
    expectFlag(await link(simulator, FEIRA.id, newGroups(49)), true);
    expectFlag(await link(simulator, FEIRA.id, ['7-group']), false);
  });

  it('puts everything back on reset', async () => {
    await unlink(simulator, CONDOMINIO.id, [BLOCO_A]);
    await link(simulator, FEIRA.id, ['7-group']);
    simulator.reset();
    await expectUnchanged(CONDOMINIO);
    await expectUnchanged(FEIRA);
  });
});
