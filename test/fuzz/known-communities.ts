import { ORDINARY_COMMUNITIES, type SimulatedCommunity } from '../../src/simulator/communities.ts';
import { SCENARIO_COMMUNITIES, SCENARIOS } from '../../src/simulator/scenarios.ts';

/** An unlink from these takes a second or more, which would leave time for few inputs. */
const TAKE_THEIR_TIME = new Set(
  SCENARIOS.filter(
    ({ name, outcome }) =>
      ['hang', 'slow', 'reset', 'cut-short'].includes(name) || outcome.member === 'UnlinkOutcomeUnknownError',
  ).map(({ communityId }) => communityId),
);

/** Communities of the simulator. Among them is the one whose unlink is answered with the Client-Token in an error. */
export const KNOWN_COMMUNITIES: readonly SimulatedCommunity[] = [
  ...ORDINARY_COMMUNITIES,
  ...SCENARIO_COMMUNITIES.filter(({ id }) => !TAKE_THEIR_TIME.has(id)),
];
