import type { Messages } from '../../i18n/en.ts';
import type { CertainFailure, Meaning, ReadResult } from '../../z-api/meaning.ts';
import type { OperationContext } from '../context/operation-context.ts';
import {
  CommunityErrorCode,
  type CommunityErrorFields,
  CommunityRetryAdvice,
} from './community-error.interface.ts';
import {
  CommunityRateLimitedError,
  CommunityUpstreamError,
  WhatsAppInstanceError,
} from './community-errors.ts';
import { ExpectedError } from './expected-error.ts';

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
  UNLINK_REJECTED: CommunityRetryAdvice.NO,
  OUTCOME_UNKNOWN: CommunityRetryAdvice.CHECK_FIRST,
  INSTANCE_DISCONNECTED: CommunityRetryAdvice.NO,
  INSTANCE_SUBSCRIPTION_EXPIRED: CommunityRetryAdvice.NO,
  RATE_LIMITED: CommunityRetryAdvice.AFTER_DELAY,
  UPSTREAM_UNAVAILABLE: CommunityRetryAdvice.AFTER_DELAY,
  UPSTREAM_MISCONFIGURED: CommunityRetryAdvice.NO,
  UPSTREAM_PROTOCOL: CommunityRetryAdvice.NO,
};

/** What people are told of each code. */
type Sentences = Messages['errors'];

/** What people are told when only a read failed: there was nothing to change. */
export const readSentences = ({ errors, reads }: Messages): Sentences => ({ ...errors, ...reads });

/** The four fields that every CommunityError has, for one code. */
export const errorFields = (
  code: CommunityErrorCode,
  { messages, requestId }: Pick<OperationContext, 'messages' | 'requestId'>,
  sentences: Sentences = messages.errors,
): CommunityErrorFields => ({ message: sentences[code], code, retry: RETRY[code], requestId });

/** A failure of a read, for fields whose type has no room for it. */
export const toExpectedError = (
  failure: CertainFailure,
  { messages }: Pick<OperationContext, 'messages'>,
  details: Readonly<Record<string, unknown>> = {},
): ExpectedError => {
  const code = codeOf(failure);
  const pause = failure.kind === 'limited' && { retryAfterSeconds: failure.retryAfterSeconds };
  return new ExpectedError(readSentences(messages)[code], code, { ...pause, ...details });
};

/** A failure, for fields whose union has room for it. */
export const toCommunityError = (
  failure: CertainFailure,
  context: OperationContext,
  sentences?: Sentences,
) => {
  const fields = errorFields(codeOf(failure), context, sentences);
  if (failure.kind === 'limited') return new CommunityRateLimitedError(fields, failure.retryAfterSeconds);
  if (failure.kind === 'instance') return new WhatsAppInstanceError(fields);
  return new CommunityUpstreamError(fields);
};

/**
 * A failed read in the words of a certain failure: a read changes nothing, so one without a trustworthy answer
 * is as if it had never been sent. `missing` is no failure: there is no such community.
 */
export const toCertainFailure = (meaning: Exclude<Meaning, { kind: 'missing' }>): CertainFailure => {
  switch (meaning.kind) {
    case 'done':
    case 'unknown':
      return { kind: 'not-sent', cause: 'unreachable' };
    case 'refused':
      return { kind: 'protocol' };
    default:
      return meaning;
  }
};

/**
 * What a read found, for fields whose type has no room for a failure: undefined when there is no such community,
 * an entry in `errors` with the failure's code when it could not be read.
 */
export const foundOrThrow = <T>(result: ReadResult<T>, context: OperationContext): T | undefined => {
  if (result.kind === 'found') return result.value;
  if (result.meaning.kind === 'missing') return undefined;
  throw toExpectedError(toCertainFailure(result.meaning), context);
};
