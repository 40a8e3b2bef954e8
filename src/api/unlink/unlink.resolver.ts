import { Args, Authorized, Ctx, Mutation, Resolver, UseMiddleware } from 'type-graphql';
import { UNLINK } from '../../auth/caller.ts';
import { logUnexpected } from '../../utils/log.ts';
import type { ExchangeObserver } from '../../utils/service-observer.ts';
import { authoriseCommunity } from '../access/authorization.ts';
import { limitRate } from '../access/rate-limit.middleware.ts';
import { argumentErrors } from '../arguments/argument-errors.middleware.ts';
import type { OperationContext } from '../context/operation-context.ts';
import { AuditEntry } from '../membership/audit.ts';
import type { UnlinkRequest } from '../membership/outcome.ts';
import { toUnlinkRequest, UnlinkGroupsArgs } from './unlink.args.ts';
import { UnlinkResult } from './unlink.types.ts';
import { toOutcomeUnknownError, toUnlinkResult } from './unlink-result.mapper.ts';

const DESCRIPTION = `
Unlinks groups from a WhatsApp community.

Destructive and visible to people: every participant of an unlinked group is also removed from the
community's announcement group. Nothing is deleted; linking the group again restores it.

A community keeps at least one ordinary group, and its announcement group cannot be unlinked.

After a timeout or a lost connection do not repeat blindly: query \`unlinkPreview\` with the same
arguments first. Repeating it for groups that are already out is harmless.

One unlinkGroups per operation. Needs the scope \`communities:unlink\`.

Null (with an entry in \`errors\`) only when the request was refused before anything was sent to
WhatsApp. Every other outcome is a member of UnlinkResult, with HTTP 200. A gateway in between that lost the
answer also gives null, with a code of its own: then query \`unlinkPreview\` before repeating.
`.trim();

@Resolver()
export class UnlinkGroupsResolver {
  @Authorized(UNLINK)
  @Mutation(() => UnlinkResult, { nullable: true, description: DESCRIPTION })
  @UseMiddleware(argumentErrors, limitRate)
  async unlinkGroups(
    @Args(() => UnlinkGroupsArgs) args: UnlinkGroupsArgs,
    @Ctx() context: OperationContext,
  ): Promise<UnlinkResult> {
    authoriseCommunity(args.communityId, context);
    return unlinkGroups(toUnlinkRequest(args), context);
  }
}

/**
 * Unlinks groups for one caller, and audits it.
 *
 * Never throws once the POST may have been written: any error from there on leaves the outcome unknown.
 */
export const unlinkGroups = async (
  request: UnlinkRequest,
  context: OperationContext,
): Promise<UnlinkResult> => {
  const entry = new AuditEntry(request, context);
  const result = await unlink(request, context, [entry.count, ...context.exchangeObservers]);
  entry.end(result);
  return result;
};

const unlink = async (
  request: UnlinkRequest,
  context: OperationContext,
  observers: readonly ExchangeObserver[],
): Promise<UnlinkResult> => {
  const { deadline, log, tenant } = context;
  try {
    const outcome = await tenant.unlinks.run(request, { deadline, observers });
    return toUnlinkResult(outcome, request, context);
  } catch (error) {
    logUnexpected(log, error, 'unlink outcome unknown: unexpected error');
    return toOutcomeUnknownError(request, context);
  }
};
