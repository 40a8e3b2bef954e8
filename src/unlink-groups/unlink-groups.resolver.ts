import { Args, Authorized, Ctx, Mutation, Resolver, UseMiddleware } from 'type-graphql';
import { argumentErrors } from '../community/argument-errors.middleware.ts';
import { authoriseCommunity } from '../community/authorization.ts';
import { UNLINK } from '../community/caller.ts';
import { limitCaller } from '../community/limit-caller.middleware.ts';
import type { OperationContext } from '../community/operation-context.ts';
import { UnlinkGroupsArgs } from './unlink-groups.args.ts';
import { unlinkGroups } from './unlink-groups.operation.ts';
import { toUnlinkRequest } from './unlink-request.ts';
import { UnlinkResult } from './unlink-result.union.ts';

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
