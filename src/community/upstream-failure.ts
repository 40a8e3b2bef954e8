import type { Meaning } from '../z-api/meaning.ts';
import type { CommunityErrorFields } from './errors/community-error.interface.ts';
import { CommunityErrorCode } from './errors/community-error-code.enum.ts';
import { CommunityRateLimitedError } from './errors/community-rate-limited.error.ts';
import { CommunityRetryAdvice } from './errors/community-retry-advice.enum.ts';
import { CommunityUpstreamError } from './errors/community-upstream.error.ts';
import { WhatsAppInstanceError } from './errors/whatsapp-instance.error.ts';
import type { OperationContext } from './operation-context.ts';

/** Meanings that say for certain that nothing was done, and why. */
export type CertainFailure = Extract<
  Meaning,
  { kind: 'not-sent' | 'limited' | 'misconfigured' | 'protocol' | 'instance' }
>;

export const codeOf = (failure: CertainFailure): CommunityErrorCode => {
  switch (failure.kind) {
    case 'not-sent':
      return failure.cause === 'untrusted-certificate'
        ? CommunityErrorCode.UPSTREAM_MISCONFIGURED
        : CommunityErrorCode.UPSTREAM_UNAVAILABLE;
    case 'limited':
      return CommunityErrorCode.RATE_LIMITED;
    case 'misconfigured':
      return CommunityErrorCode.UPSTREAM_MISCONFIGURED;
    case 'protocol':
      return CommunityErrorCode.UPSTREAM_PROTOCOL;
    case 'instance':
      return failure.cause === 'disconnected'
        ? CommunityErrorCode.INSTANCE_DISCONNECTED
        : CommunityErrorCode.INSTANCE_SUBSCRIPTION_EXPIRED;
  }
};

/** The advice that goes with each code; a rejected unlink may narrow its own. */
const RETRY: Readonly<Record<CommunityErrorCode, CommunityRetryAdvice>> = {
  INVALID_INPUT: CommunityRetryAdvice.FIX_INPUT,
  COMMUNITY_NOT_FOUND: CommunityRetryAdvice.FIX_INPUT,
  UNLINK_REJECTED: CommunityRetryAdvice.CHECK_FIRST,
  OUTCOME_UNKNOWN: CommunityRetryAdvice.CHECK_FIRST,
  INSTANCE_DISCONNECTED: CommunityRetryAdvice.NO,
  INSTANCE_SUBSCRIPTION_EXPIRED: CommunityRetryAdvice.NO,
  RATE_LIMITED: CommunityRetryAdvice.AFTER_DELAY,
  UPSTREAM_UNAVAILABLE: CommunityRetryAdvice.AFTER_DELAY,
  UPSTREAM_MISCONFIGURED: CommunityRetryAdvice.NO,
  UPSTREAM_PROTOCOL: CommunityRetryAdvice.NO,
};

/** The four fields that every CommunityError has, for one code. */
export const errorFields = (
  code: CommunityErrorCode,
  { messages, requestId }: Pick<OperationContext, 'messages' | 'requestId'>,
): CommunityErrorFields => ({ message: messages.errors[code], code, retry: RETRY[code], requestId });

export const toCommunityError = (failure: CertainFailure, context: OperationContext) => {
  const fields = errorFields(codeOf(failure), context);
  if (failure.kind === 'limited') return new CommunityRateLimitedError(fields, failure.retryAfterSeconds);
  if (failure.kind === 'instance') return new WhatsAppInstanceError(fields);
  return new CommunityUpstreamError(fields);
};
