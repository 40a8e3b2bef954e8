import { Args, Authorized, Ctx, Mutation, Resolver, UseMiddleware } from 'type-graphql';
import { UNLINK } from '../../auth/caller.ts';
import { logUnexpected } from '../../utils/log.ts';
import type { ExchangeObserver } from '../../utils/service-observer.ts';
import { authoriseCommunity } from '../access/authorization.ts';
import { limitCaller } from '../access/rate-limit.middleware.ts';
import { argumentErrors } from '../arguments/argument-errors.middleware.ts';
import type { OperationContext } from '../context/operation-context.ts';
import { AuditedUnlink } from '../membership/audit.ts';
import { toUnlinkRequest, UnlinkGroupsArgs, type UnlinkRequest } from './unlink.args.ts';
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
  @UseMiddleware(argumentErrors, limitCaller)
  async unlinkGroups(
    @Args(() => UnlinkGroupsArgs) args: UnlinkGroupsArgs,
    @Ctx() context: OperationContext,
  ): Promise<UnlinkResult> {
    authoriseCommunity(args.communityId, context);
    return unlinkGroups(toUnlinkRequest(args), context);
  }
}

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
