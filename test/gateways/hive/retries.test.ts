import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { print } from 'graphql';
import { UnlinkGroupsDocument } from '../../../src/client/generated/operations.ts';
import { CONDOMINIO } from '../../../src/simulator/communities.ts';
import { communityWith, startCommunityServer } from '../../support/community-server.ts';
import { closedAfterAll, closedAfterEach } from '../../support/resources.ts';
import { theGuild } from '../composers.ts';
import { HIVE } from '../packages.ts';
import { READER, type Stage, setStage } from '../stage.ts';

const UNLINK = print(UnlinkGroupsDocument);
const CALL = { communityId: CONDOMINIO.id, groupsPhones: ['1345353454354354-group'] };
const ONE = communityWith(1, 3);
const [PHONE = ''] = ONE.groups;

/** A service that lets everyone in. */
const OPEN = { AUTH_API_KEYS_FILE: '', ROUTER_SECRET: '' };

/** What the shipped settings keep Hive from. */
describe('Hive Gateway with retries as documented', () => {
  const kept = closedAfterAll();
  const opened = closedAfterEach();
  let stage: Stage;
  beforeAll(async () => {
    stage = await setStage(
      {
        compose: theGuild,
        program: {
          file: join(HIVE, 'retrying.config.ts'),
          packages: HIVE,
          args: ['node_modules/.bin/hive-gateway', 'supergraph', '--config-path', 'retrying.config.ts'],
          ready: /Listening on/i,
        },
      },
      kept,
    );
  });
  beforeEach(() => stage.tap.play());

  it('unlinks four times when the answers are lost', async () => {
    const { ask, simulator, tap, withService } = stage;
    const before = simulator.unlinkCalls();
    tap.play(async (exchange) => {
      await exchange.ask();
      exchange.reset();
    });
    await withService(simulator.url, async () => void (await ask(UNLINK, CALL)), OPEN);
    expect([tap.received.length, simulator.unlinkCalls() - before]).toEqual([4, 4]);
  });

  it('says of an unlink that was done that it was refused: repeats come without the credential', async () => {
    const { ask, simulator, tap } = stage;
    const before = simulator.unlinkCalls();
    tap.play(async (exchange) => {
      const answer = await exchange.ask();
      if (tap.received.length === 1) exchange.reset();
      else exchange.answer(answer);
    });
    const { body } = await ask(UNLINK, CALL);
    expect(body.errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
    expect(simulator.unlinkCalls() - before).toBe(1);
  });

  it('sends an unlink four times that is answered 503', async () => {
    const { ask, tap } = stage;
    tap.play(({ answer }) =>
      answer({ status: 503, headers: { 'content-type': 'application/json' }, body: '{"errors":[{}]}' }),
    );
    await ask(UNLINK, CALL);
    expect(tap.received).toHaveLength(4);
  });

  it('repeats nothing that the service answers 200, whatever it says', async () => {
    const { ask, tap, withService } = stage;
    const zApi = opened(
      await startCommunityServer({
        communities: [ONE],
        unlink: ({ answer }) => answer(502),
        metadata: ({ answer }) => answer(502),
      }),
    );
    await withService(zApi.url, async () => {
      const call = { communityId: ONE.id, groupsPhones: [PHONE] };
      expect((await ask(UNLINK, call)).body.data.unlinkGroups).toMatchObject({ code: 'OUTCOME_UNKNOWN' });
      expect((await ask(UNLINK, call, READER.headers)).body.errors).toMatchObject([
        { extensions: { code: 'FORBIDDEN' } },
      ]);
      expect((await ask(`{ community(id: "${ONE.id}") { name } }`)).body.errors).toMatchObject([
        { extensions: { code: 'UPSTREAM_UNAVAILABLE' } },
      ]);
    });
    expect(tap.received).toHaveLength(3);
    expect(zApi.count('unlink')).toBe(1);
  });
});
