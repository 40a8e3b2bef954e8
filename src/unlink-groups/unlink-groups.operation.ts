import { logUnexpected } from '../community/log.ts';
import type { OperationContext } from '../community/operation-context.ts';
import type { UnlinkRequest } from './unlink-request.ts';
import { toOutcomeUnknownError, toUnlinkResult } from './unlink-result.mapping.ts';
import type { UnlinkResult } from './unlink-result.union.ts';

/**
 * Takes groups out of a community and tells this caller what came of it.
 *
 * Never throws once the POST may have been written: what breaks from there on leaves the outcome unknown.
 */
export const unlinkGroups = async (
  request: UnlinkRequest,
  context: OperationContext,
): Promise<UnlinkResult> => {
  try {
    const outcome = await context.unlinks.run(request, context);
    return toUnlinkResult(outcome, request, context);
  } catch (error) {
    logUnexpected(context.log, error, 'unlink outcome unknown: unexpected error');
    return toOutcomeUnknownError(request, context);
  }
};
