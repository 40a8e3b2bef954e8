import type { ScenarioOutcome } from './scenario.ts';

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
