import { logUnexpected } from '../community/log.ts';
import type { OperationContext } from '../community/operation-context.ts';
import type { ExchangeObserver } from '../z-api/exchange-report.ts';
import { AuditedUnlink } from './unlink-audit.ts';
import type { UnlinkRequest } from './unlink-request.ts';
import { toOutcomeUnknownError, toUnlinkResult } from './unlink-result.mapping.ts';
import type { UnlinkResult } from './unlink-result.union.ts';

/**
 * Takes groups out of a community and tells this caller, and the audit, what came of it.
 *
 * Never throws once the POST may have been written: what breaks from there on leaves the outcome unknown.
 */
export const unlinkGroups = async (
  request: UnlinkRequest,
  context: OperationContext,
): Promise<UnlinkResult> => {
  const audited = new AuditedUnlink(request, context);
  const result = await unlink(request, context, (report) => {
    audited.count(report);
    context.observe(report);
  });
  audited.end(result);
  return result;
};

const unlink = async (
  request: UnlinkRequest,
  context: OperationContext,
  observe: ExchangeObserver,
): Promise<UnlinkResult> => {
  try {
    const { deadline, log } = context;
    const outcome = await context.unlinks.run(request, { deadline, log, observe });
    return toUnlinkResult(outcome, request, context);
  } catch (error) {
    logUnexpected(context.log, error, 'unlink outcome unknown: unexpected error');
    return toOutcomeUnknownError(request, context);
  }
};
