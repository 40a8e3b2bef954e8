import type { CommunityState, GroupsRequest } from './community-state.ts';
import type { Answer } from './http.ts';

/**
 * How well a fact about Z-API is known: its public documentation says so (`doc`), public client code
 * reports it from real calls (`observed`), public clients only handle or mock it (`code`), or nobody
 * knows (`guess`). No live account stands behind the simulator, so nothing here is better than its mark.
 */
export type Mark = 'doc' | 'observed' | 'code' | 'guess';

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

/** Waits, in milliseconds; rejects when the signal is aborted first. Injected, so that tests need not wait. */
export type Sleep = (milliseconds: number, signal: AbortSignal) => Promise<void>;

/** A well-formed unlink request and what it may work upon. */
export interface UnlinkCall {
  readonly request: GroupsRequest;
  readonly state: CommunityState;
  readonly clientToken: string | undefined;
  /** Aborted when the simulator closes. */
  readonly closing: AbortSignal;
  /** Measures how long a slow answer takes. */
  readonly sleep: Sleep;
}

/** A scenario with its effect on the community and its answer. */
export interface PlayedScenario extends Scenario {
  readonly play: (call: UnlinkCall) => Answer | Promise<Answer>;
}

/** Z-API acknowledged it. */
export const SUCCESS: ScenarioOutcome = { member: 'UnlinkSuccess', code: null };

/** Z-API did not acknowledge it, yet the community, read back, no longer holds the groups. */
export const LEFT: ScenarioOutcome = { member: 'UnlinkSuccess', code: null };

/** Z-API refused, and the community, read back, still holds some of the groups. */
export const PARTLY_LEFT: ScenarioOutcome = { member: 'UnlinkPartialSuccess', code: null };

/** Z-API refused, and the community, read back, still holds all of the groups. */
export const REJECTED: ScenarioOutcome = { member: 'UnlinkRejectedError', code: 'UNLINK_REJECTED' };

/** It may yet be done: no trustworthy answer came back, and the community, read back, still holds the groups. */
export const UNKNOWN: ScenarioOutcome = { member: 'UnlinkOutcomeUnknownError', code: 'OUTCOME_UNKNOWN' };

/** The phone must be connected again. */
export const DISCONNECTED: ScenarioOutcome = {
  member: 'WhatsAppInstanceError',
  code: 'INSTANCE_DISCONNECTED',
};

/** The instance must be paid for again. */
export const EXPIRED: ScenarioOutcome = {
  member: 'WhatsAppInstanceError',
  code: 'INSTANCE_SUBSCRIPTION_EXPIRED',
};

/** Credentials or address refused: an operator must act. */
export const MISCONFIGURED: ScenarioOutcome = {
  member: 'CommunityUpstreamError',
  code: 'UPSTREAM_MISCONFIGURED',
};

/** The form of the request refused: the service must be mended. */
export const PROTOCOL: ScenarioOutcome = { member: 'CommunityUpstreamError', code: 'UPSTREAM_PROTOCOL' };

/** Too many requests. */
export const LIMITED: ScenarioOutcome = { member: 'CommunityRateLimitedError', code: 'RATE_LIMITED' };
