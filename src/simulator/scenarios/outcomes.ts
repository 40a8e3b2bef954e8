import type { ScenarioOutcome } from './scenario.ts';

/** Z-API acknowledged it. */
export const SUCCESS: ScenarioOutcome = { member: 'UnlinkSuccess', code: null };

/** Z-API refused, and the community was not read back. */
export const REJECTED: ScenarioOutcome = { member: 'UnlinkRejectedError', code: 'UNLINK_REJECTED' };

/** It may have been done: no trustworthy answer came back, and the community was not read back. */
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
