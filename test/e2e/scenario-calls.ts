import type { Scenario } from '../../src/simulator/scenario.ts';
import { communityOf } from '../../src/simulator/scenarios.ts';

/** Two of the three ordinary groups of a scenario's community, so that one may stay. */
export const twoGroupsOf = (scenario: Scenario): readonly [first: string, second: string] => {
  const [, first = '', second = ''] = communityOf(scenario).subGroups.map(({ phone }) => phone);
  return [first, second];
};
