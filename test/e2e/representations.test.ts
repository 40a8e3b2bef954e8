import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { CANARY_ACCESS } from '../support/canaries.ts';
import { startTestService, type TestService } from '../support/service.ts';

let simulator: Simulator;
let service: TestService;

beforeAll(async () => {
  simulator = await startSimulator({ credentials: CANARY_ACCESS });
  service = await startTestService({ zApiUrl: simulator.url });
});

afterAll(async () => {
  await service.close();
  await simulator.close();
});

const REPRESENTATIONS = 'query ($r: [_Any!]!) { _entities(representations: $r) { __typename } }';

it('survives a broken id beside a type that is no entity, with no promise left unhandled', async () => {
  const unhandled: unknown[] = [];
  const note = (reason: unknown) => unhandled.push(reason);
  process.on('unhandledRejection', note);
  try {
    const { body } = await service.graphql(REPRESENTATIONS, {
      r: [{ __typename: 'Community', id: 'x' }, { __typename: 'Nope' }],
    });
    expect(body.errors[0].extensions.code).toBe('BAD_USER_INPUT');
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(unhandled).toEqual([]);
  } finally {
    process.off('unhandledRejection', note);
  }
});
