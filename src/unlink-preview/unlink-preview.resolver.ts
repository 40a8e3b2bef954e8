import { Args, Authorized, Ctx, Query, Resolver, UseMiddleware } from 'type-graphql';
import { argumentErrors } from '../community/argument-errors.middleware.ts';
import { authoriseCommunity } from '../community/authorization.ts';
import { READ } from '../community/caller.ts';
import { limitCaller } from '../community/limit-caller.middleware.ts';
import type { OperationContext } from '../community/operation-context.ts';
import { UnlinkGroupsArgs } from '../unlink-groups/unlink-groups.args.ts';
import { toUnlinkRequest } from '../unlink-groups/unlink-request.ts';
import { previewUnlink } from './unlink-preview.operation.ts';
import { UnlinkPreviewResult } from './unlink-preview-result.union.ts';

const DESCRIPTION = `
What \`unlinkGroups\` would do, without doing it. Also the way to find out what happened after
UnlinkOutcomeUnknownError or a lost connection. Needs the scope \`communities:read\`.
`.trim();

@Resolver()
export class UnlinkPreviewResolver {
  @Authorized(READ)
  @Query(() => UnlinkPreviewResult, { nullable: true, description: DESCRIPTION })
  @UseMiddleware(argumentErrors, limitCaller)
  async unlinkPreview(
    @Args(() => UnlinkGroupsArgs) args: UnlinkGroupsArgs,
    @Ctx() context: OperationContext,
  ): Promise<UnlinkPreviewResult> {
    authoriseCommunity(args.communityId, context);
    return previewUnlink(toUnlinkRequest(args), context);
  }
}
