import { expect, it } from '@jest/globals';
import { CONDOMINIO, ESCOLA, FEIRA, ordinaryGroups } from '../../src/simulator/communities.ts';
import { type Stage, UNKNOWN_ID } from './stage.ts';

/** A community is one thing, whichever subgraph names it. */
export const joinsEntities = (stage: () => Stage): void => {
  it("adds the neighbour's fields to a community of this subgraph", async () => {
    const { ask, neighbour } = stage();
    const before = neighbour.resolved.length;
    const { body } = await ask(`{ community(id: "${CONDOMINIO.id}") { name residents motto } }`);
    expect(body).toEqual({
      data: { community: { name: CONDOMINIO.name, residents: 7, motto: `motto of ${CONDOMINIO.id}` } },
    });
    expect(neighbour.resolved.slice(before)).toEqual([CONDOMINIO.id]);
  });

  it("adds this subgraph's fields to the communities that the neighbour names, asking once for all", async () => {
    const { ask, tap } = stage();
    const { body } = await ask(
      '{ favourites { id motto name description groups { phone } announcementGroup { phone } } }',
    );
    const joined = ({ id, name, description, subGroups }: typeof ESCOLA) => ({
      id,
      motto: `motto of ${id}`,
      name,
      description,
      groups: ordinaryGroups({ id, name, description, subGroups }).map(({ phone }) => ({ phone })),
      announcementGroup: { phone: subGroups[0]?.phone },
    });
    const unknown = {
      id: UNKNOWN_ID,
      motto: `motto of ${UNKNOWN_ID}`,
      name: null,
      description: null,
      groups: null,
      announcementGroup: null,
    };
    expect(body).toEqual({ data: { favourites: [joined(ESCOLA), unknown, joined(FEIRA)] } });
    expect(tap.received.map(({ query }) => query)).toEqual([expect.stringContaining('_entities')]);
  });

  it("adds the neighbour's fields to the community of an unlink's result", async () => {
    const { ask, tap } = stage();
    const [phone] = ordinaryGroups(ESCOLA).map((group) => group.phone);
    const { body } = await ask(
      `mutation { unlinkGroups(communityId: "${ESCOLA.id}", groupsPhones: ["${phone}"]) {
        ... on UnlinkSuccess { confirmation community { name motto } }
      } }`,
    );
    const community = { name: ESCOLA.name, motto: `motto of ${ESCOLA.id}` };
    expect(body).toEqual({ data: { unlinkGroups: { confirmation: 'ACKNOWLEDGED', community } } });
    expect(tap.received).toHaveLength(1);
  });

  it("leaves the neighbour's own errors to the neighbour", async () => {
    const { ask, tap } = stage();
    const { body } = await ask('{ notice(id: "1") { __typename ... on Error { message } } }');
    expect(body).toEqual({ data: { notice: { __typename: 'InvalidInput', message: 'No such notice.' } } });
    expect(tap.received).toEqual([]);
  });
};
