import type { SimulatedCommunity } from './community.ts';
import type { Scenario } from './scenarios/scenario.ts';
import { SCENARIOS } from './scenarios.ts';

/** How many ordinary groups each has: enough to request two and leave one. */
const ORDINARY_GROUPS = 3;

/**
 * The community behind a scenario, so that it can be read back. Scenario `120363000000000907` holds the
 * announcement group `120363000000907000-group` and the ordinary ones that end in `001`, `002` and `003`.
 */
export const communityOf = ({ communityId, name, does }: Scenario): SimulatedCommunity => {
  const phone = (ordinal: number) =>
    `120363000000${communityId.slice(-3)}${String(ordinal).padStart(3, '0')}-group`;
  const groups = Array.from({ length: ORDINARY_GROUPS }, (_, index) => ({
    name: `Group ${index + 1}`,
    phone: phone(index + 1),
    isGroupAnnouncement: false,
  }));
  return {
    name: `Scenario: ${name}`,
    id: communityId,
    description: does,
    subGroups: [{ name: `Scenario: ${name}`, phone: phone(0), isGroupAnnouncement: true }, ...groups],
  };
};

/** One community per scenario, in the order of their ids; listed after the ordinary ones. */
export const SCENARIO_COMMUNITIES: readonly SimulatedCommunity[] = SCENARIOS.map(communityOf);
