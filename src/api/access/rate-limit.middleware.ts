import type { MiddlewareFn } from 'type-graphql';
import type { OperationContext } from '../context/operation-context.ts';
import { CommunityRateLimitedError } from '../errors/community-errors.ts';
import { hasRoomFor } from '../errors/expected-error.ts';
import { readSentences, toCommunityError, toExpectedFailure } from '../errors/from-z-api.ts';

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
