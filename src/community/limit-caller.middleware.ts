import type { MiddlewareFn } from 'type-graphql';
import { CommunityRateLimitedError } from './errors/community-rate-limited.error.ts';
import type { OperationContext } from './operation-context.ts';
import { hasRoomFor } from './result-type.ts';
import { readSentences, toCommunityError, toExpectedFailure } from './upstream-failure.ts';

/** Counts each call of a root field against what its caller may ask for in a minute, and refuses what is more. */
export const limitCaller: MiddlewareFn<OperationContext> = async ({ context, info }, next) => {
  const { caller, limits, messages } = context;
  const isMutation = info.operation.operation === 'mutation';
  const limit = isMutation ? limits.mutations : limits.queries;
  const retryAfterSeconds = await limit.spend(caller.id);
  if (retryAfterSeconds === undefined) return next();
  const failure = { kind: 'limited', retryAfterSeconds } as const;
  if (!hasRoomFor(CommunityRateLimitedError, info.returnType)) throw toExpectedFailure(failure, context);
  return toCommunityError(failure, context, isMutation ? messages.errors : readSentences(messages));
};
