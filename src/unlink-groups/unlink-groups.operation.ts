import { logUnexpected } from '../community/log.ts';
import { observeExchange } from '../community/observe-exchange.ts';
import type { OperationContext } from '../community/operation-context.ts';
import type { UnlinkRequest } from './unlink-request.ts';
import { outcomeUnknown, toUnlinkResult } from './unlink-result.mapping.ts';
import type { UnlinkResult } from './unlink-result.union.ts';

/**
 * Takes groups out of a community: one POST, and the member of UnlinkResult that tells what came of it.
 *
 * Never throws once the POST may have been written: what breaks from there on leaves the outcome unknown.
 */
export const unlinkGroups = async (
  request: UnlinkRequest,
  context: OperationContext,
): Promise<UnlinkResult> => {
  try {
    const { communityId, groupsPhones } = request;
    const meaning = await context.zApi.unlinkGroups(communityId, groupsPhones, {
      deadline: context.deadline,
      observe: observeExchange(context.log),
    });
    return toUnlinkResult(meaning, request, context);
  } catch (error) {
    logUnexpected(context.log, error, 'unlink outcome unknown: unexpected error');
    return outcomeUnknown(request, context);
  }
};
