import { Args, Authorized, Ctx, Query, Resolver, UseMiddleware } from 'type-graphql';
import { READ } from '../../auth/caller.ts';
import type { CommunityMetadata } from '../../z-api/response-bodies.ts';
import { authoriseCommunity } from '../access/authorization.ts';
import { limitRate } from '../access/rate-limit.middleware.ts';
import { argumentErrors } from '../arguments/argument-errors.middleware.ts';
import { Community } from '../community/community.types.ts';
import type { OperationContext } from '../context/operation-context.ts';
import { CommunityErrorCode } from '../errors/community-error.interface.ts';
import { CommunityNotFoundError } from '../errors/community-errors.ts';
import { errorFields, readSentences, toCertainFailure, toCommunityError } from '../errors/from-z-api.ts';
import { knownBlockers } from '../membership/blockers.ts';
import type { UnlinkRequest } from '../membership/outcome.ts';
import { GroupUnlinkPreview, UnlinkPreview, UnlinkPreviewResult } from './preview.types.ts';
import { toUnlinkRequest, UnlinkGroupsArgs } from './unlink.args.ts';

const DESCRIPTION = `
What \`unlinkGroups\` would do, without doing it. Also the way to find out what happened after
UnlinkOutcomeUnknownError or a lost connection. Needs the scope \`communities:read\`.
`.trim();

@Resolver()
export class UnlinkPreviewResolver {
  @Authorized(READ)
  @Query(() => UnlinkPreviewResult, { nullable: true, description: DESCRIPTION })
  @UseMiddleware(argumentErrors, limitRate)
  async unlinkPreview(
    @Args(() => UnlinkGroupsArgs) args: UnlinkGroupsArgs,
    @Ctx() context: OperationContext,
  ): Promise<UnlinkPreviewResult> {
    authoriseCommunity(args.communityId, context);
    return previewUnlink(toUnlinkRequest(args), context);
  }
}

/** Says what unlinking would do, from one read of the community. Writes nothing. */
export const previewUnlink = async (
  request: UnlinkRequest,
  context: OperationContext,
): Promise<UnlinkPreviewResult> => {
  const { communityId } = request;
  const result = await context.communities.read(communityId);
  if (result.kind === 'found') return toPreview(request, result.value, context.requestId);
  if (result.meaning.kind !== 'missing') {
    return toCommunityError(toCertainFailure(result.meaning), context, readSentences(context.messages));
  }
  return new CommunityNotFoundError(
    errorFields(CommunityErrorCode.COMMUNITY_NOT_FOUND, context),
    communityId,
  );
};

const toPreview = (
  { communityId, groupsPhones }: UnlinkRequest,
  community: CommunityMetadata,
  requestId: string,
): UnlinkPreview => {
  const blockers = knownBlockers(groupsPhones, community);
  const requested = new Set(groupsPhones);
  const staying = community.groups.filter(
    ({ phone, isAnnouncement }) => !isAnnouncement && !requested.has(phone),
  );
  return new UnlinkPreview({
    allowed: blockers.size === 0,
    groups: groupsPhones.map((phone) => {
      const group = community.groups.find((candidate) => candidate.phone === phone);
      return new GroupUnlinkPreview(
        phone,
        group?.name ?? null,
        group !== undefined,
        blockers.get(phone) ?? null,
      );
    }),
    remainingGroups: staying.length,
    community: new Community(communityId),
    requestId,
  });
};
