import type { Answer } from './answers.ts';
import { groupsRequestIn } from './groups-request.ts';
import type { UnlinkCall } from './scenarios/scenario.ts';
import { PLAYED_SCENARIOS } from './scenarios.ts';
import { INVALID_PHONE, successFlag } from './z-api-answers.ts';

const SCENARIO_OF = new Map(PLAYED_SCENARIOS.map((scenario) => [scenario.communityId, scenario]));

/**
 * `POST /communities/link` and `POST /communities/unlink`. Only unlink plays the scenarios, and only for
 * a body that is well formed. An unknown community answers `success: false` (guess).
 */
export const answerGroupsRequest = async (
  endpoint: 'link' | 'unlink',
  body: string,
  call: Omit<UnlinkCall, 'request'>,
): Promise<Answer> => {
  const request = groupsRequestIn(body);
  if (request === null) return INVALID_PHONE;
  if (endpoint === 'link') return successFlag(call.state.link(request));
  const scenario = SCENARIO_OF.get(request.communityId);
  return scenario === undefined
    ? successFlag(call.state.unlink(request))
    : scenario.play({ ...call, request });
};
