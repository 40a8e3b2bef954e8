import { describe, expect, it } from '@jest/globals';
import { print } from 'graphql';
import { UnlinkGroupsDocument } from '../../src/client/generated/operations.ts';
import { CONDOMINIO } from '../../src/simulator/communities.ts';
import { communityWith, type Player, startCommunityServer } from '../support/community-server.ts';
import { closedAfterEach } from '../support/resources.ts';
import { unusedPort } from '../support/unused-port.ts';
import type { Stage } from './stage.ts';
import type { Player as TapPlayer } from './tap.ts';

const UNLINK = print(UnlinkGroupsDocument);
const READ = `{ community(id: "${CONDOMINIO.id}") { name } }`;
const CALL = { communityId: CONDOMINIO.id, groupsPhones: ['1345353454354354-group'] };
const ONE = communityWith(1, 3);

const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };

/** What a proxy may answer that invites to try again. */
const inviting =
  (status: number): TapPlayer =>
  ({ answer }) =>
    answer({
      status,
      headers: { ...JSON_TYPE, 'retry-after': '0' },
      body: '{"errors":[{"message":"later"}]}',
    });

const UNANSWERED: readonly (readonly [how: string, Player])[] = [
  ['resets the connection', ({ reset }) => reset()],
  ['answers 502', ({ answer }) => answer(502, '<html>')],
  ['falls silent', () => {}],
];

const LOST: readonly (readonly [how: string, unlinks: number, TapPlayer])[] = [
  ['is gone before it worked on it', 0, ({ reset }) => reset()],
  [
    'is gone after it worked on it',
    1,
    async ({ ask, reset }) => {
      await ask();
      reset();
    },
  ],
  ['answers 429 and names a time', 0, inviting(429)],
  ['answers 503 and names a time', 0, inviting(503)],
  ['answers 502', 0, inviting(502)],
  ['answers 500', 0, inviting(500)],
];

/** The mutation is sent once, whatever comes of it. */
export const asksOnce = (stage: () => Stage): void => {
  it('sends an unlink once that Z-API wants a pause for', async () => {
    const { ask, simulator, tap } = stage();
    const before = simulator.unlinkCalls();
    const call = { communityId: '120363000000000918', groupsPhones: ['120363000000918001-group'] };
    const { body } = await ask(UNLINK, call);
    expect(body.data.unlinkGroups).toMatchObject({ __typename: 'CommunityRateLimitedError' });
    expect([tap.received.length, simulator.unlinkCalls() - before]).toEqual([1, 1]);
  });

  it('sends an unlink once that cannot reach Z-API', async () => {
    const { ask, tap, withService } = stage();
    await withService(`http://127.0.0.1:${await unusedPort()}`, async () => {
      const { body } = await ask(UNLINK, CALL);
      expect(body.data.unlinkGroups).toMatchObject({ retry: 'AFTER_DELAY', code: 'UPSTREAM_UNAVAILABLE' });
      expect(tap.received).toHaveLength(1);
    });
  });

  describe('where Z-API leaves the outcome unknown', () => {
    const opened = closedAfterEach();

    it.each(UNANSWERED)('POSTs once when Z-API %s', async (_, unlink) => {
      const { ask, tap, withService } = stage();
      const zApi = opened(await startCommunityServer({ communities: [ONE], unlink }));
      await withService(zApi.url, async () => {
        const { body } = await ask(UNLINK, { communityId: ONE.id, groupsPhones: ONE.groups.slice(0, 1) });
        expect(body.data.unlinkGroups).toMatchObject({ code: 'OUTCOME_UNKNOWN', retry: 'CHECK_FIRST' });
      });
      expect([tap.received.length, zApi.count('unlink')]).toEqual([1, 1]);
    });

    it('waits as long as the service may take by default, and POSTs once', async () => {
      const { ask, tap, withService } = stage();
      const silence: Player = () => {};
      const zApi = opened(
        await startCommunityServer({ communities: [ONE], unlink: silence, metadata: silence }),
      );
      const byDefault = {};
      await withService(
        zApi.url,
        async () => {
          const { body } = await ask(UNLINK, { communityId: ONE.id, groupsPhones: ONE.groups.slice(0, 1) });
          expect(body.data.unlinkGroups).toMatchObject({ code: 'OUTCOME_UNKNOWN', retry: 'CHECK_FIRST' });
        },
        byDefault,
      );
      expect([tap.received.length, zApi.count('unlink')]).toEqual([1, 1]);
    });
  });

  it.each(LOST)(
    'sends an unlink once, on a connection used before, when the service %s',
    async (_, unlinks, player) => {
      const { ask, simulator, tap } = stage();
      await ask(READ);
      tap.play(player);
      const before = simulator.unlinkCalls();
      const { body } = await ask(UNLINK, CALL);
      expect(body).toMatchObject({ data: { unlinkGroups: null }, errors: [{}] });
      expect(tap.received).toMatchObject([{ onUsedConnection: true }]);
      expect(simulator.unlinkCalls() - before).toBe(unlinks);
    },
  );

  it.each([307, 308])('sends an unlink nowhere else when it is redirected with %i', async (status) => {
    const { ask, neighbour, tap } = stage();
    tap.play(({ answer }) => answer({ status, headers: { location: neighbour.url }, body: '' }));
    const before = neighbour.received.length;
    const { body } = await ask(UNLINK, CALL);
    expect(body).toMatchObject({ data: { unlinkGroups: null }, errors: [{}] });
    expect([tap.received.length, neighbour.received.length - before]).toEqual([1, 0]);
  });

  it("sends a neighbour's mutation once when the neighbour is gone", async () => {
    const { ask, neighbour } = stage();
    const before = neighbour.received.length;
    const { body } = await ask('mutation { hangUp }');
    expect(body).toMatchObject({ data: { hangUp: null }, errors: [{}] });
    expect(neighbour.received.length - before).toBe(1);
  });
};
