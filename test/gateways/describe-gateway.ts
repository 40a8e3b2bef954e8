import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { closedAfterAll } from '../support/resources.ts';
import { passesCredentials } from './credentials.contract.ts';
import { tellsFailures } from './failures.contract.ts';
import { joinsEntities } from './joins.contract.ts';
import { passesMembers } from './members.contract.ts';
import { asksOnce } from './once.contract.ts';
import { type GatewayKind, type Stage, setStage } from './stage.ts';

/** What is wanted of every gateway. Its name is that of its column in the table of `schema/gateway/README.md`. */
export const describeGateway = (name: string, kind: GatewayKind): void => {
  describe(name, () => {
    const kept = closedAfterAll();
    let stage: Stage;
    beforeAll(async () => {
      stage = await setStage(kind, kept);
    });
    beforeEach(() => {
      stage.simulator.reset();
      stage.tap.play();
    });
    const current = () => stage;

    it('does not start without the secret, and says so', async () => {
      await expect(stage.spawn({ ROUTER_SECRET: '' })).rejects.toThrow('ROUTER_SECRET is not set.');
    });

    passesMembers(current);
    passesCredentials(current, kind.toNeighbours ?? []);
    joinsEntities(current);
    asksOnce(current);
    tellsFailures(name, current);
  });
};
