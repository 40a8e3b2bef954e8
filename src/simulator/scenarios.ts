import { BROKEN_ANSWER_SCENARIOS } from './scenarios/broken-answer-scenarios.ts';
import { ERROR_TEXT_SCENARIOS } from './scenarios/error-text-scenarios.ts';
import { FLAG_SCENARIOS } from './scenarios/flag-scenarios.ts';
import { INSTANCE_SCENARIOS } from './scenarios/instance-scenarios.ts';
import type { PlayedScenario, Scenario } from './scenarios/scenario.ts';
import { STATUS_SCENARIOS } from './scenarios/status-scenarios.ts';

export type { Scenario, ScenarioOutcome } from './scenarios/scenario.ts';

/** The scenarios with what each plays: for the simulator's own use. */
export const PLAYED_SCENARIOS: readonly PlayedScenario[] = [
  ...FLAG_SCENARIOS,
  ...INSTANCE_SCENARIOS,
  ...ERROR_TEXT_SCENARIOS,
  ...STATUS_SCENARIOS,
  ...BROKEN_ANSWER_SCENARIOS,
];

/**
 * The special community ids: unlinking from one of them gives an awkward answer on purpose. Every other
 * endpoint treats them as ordinary communities. In the order of their ids.
 */
export const SCENARIOS: readonly Scenario[] = PLAYED_SCENARIOS.map(
  ({ communityId, name, does, mark, outcome }) => ({ communityId, name, does, mark, outcome }),
);
