import type { MiddlewareFn } from 'type-graphql';
import type { OperationContext } from '../context/operation-context.ts';
import { CommunityRateLimitedError } from '../errors/community-errors.ts';
import { canReturn } from '../errors/expected-error.ts';
import { readSentences, toCommunityError, toExpectedError } from '../errors/from-z-api.ts';

/** Counts each call of a root field against what its caller may ask for in a minute, and refuses what is more. */
export const limitRate: MiddlewareFn<OperationContext> = async ({ context, info }, next) => {
  const { caller, messages, tenant } = context;
  const isMutation = info.operation.operation === 'mutation';
  const limit = isMutation ? tenant.callerLimits.mutations : tenant.callerLimits.queries;
  const retryAfterSeconds = await limit.spend(caller.id);
  if (retryAfterSeconds === undefined) return next();
  const failure = { kind: 'limited', retryAfterSeconds } as const;
  if (!canReturn(CommunityRateLimitedError, info.returnType)) throw toExpectedError(failure, context);
  return toCommunityError(failure, context, isMutation ? messages.errors : readSentences(messages));
};
