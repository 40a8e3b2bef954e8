import type { Answer } from '../answers.ts';
import type { CommunityState } from '../community-state.ts';
import type { GroupsRequest } from '../groups-request.ts';
import type { Mark } from '../mark.ts';

/** What `unlinkGroups` answers: a member of UnlinkResult and its `code`. */
export interface ScenarioOutcome {
  readonly member:
    | 'UnlinkSuccess'
    | 'UnlinkPartialSuccess'
    | 'UnlinkRejectedError'
    | 'UnlinkOutcomeUnknownError'
    | 'WhatsAppInstanceError'
    | 'CommunityRateLimitedError'
    | 'CommunityUpstreamError';
  /** Null for the two successes, which have none. */
  readonly code: string | null;
}

/** A community id that makes unlink answer awkwardly. */
export interface Scenario {
  /** 18 digits: `1203630000000009` and two more. */
  readonly communityId: string;
  /** Short and stable, words joined by hyphens. */
  readonly name: string;
  /** One sentence for people: what comes back, and whether the groups left. */
  readonly does: string;
  /** How well it is known that Z-API answers so. */
  readonly mark: Mark;
  readonly outcome: ScenarioOutcome;
}

/** A well-formed unlink request and what it may work upon. */
export interface UnlinkCall {
  readonly request: GroupsRequest;
  readonly state: CommunityState;
  readonly clientToken: string | undefined;
  /** Aborted when the simulator closes. */
  readonly closing: AbortSignal;
}

/** A scenario with its effect on the community and its answer. */
export interface PlayedScenario extends Scenario {
  readonly play: (call: UnlinkCall) => Answer | Promise<Answer>;
}
