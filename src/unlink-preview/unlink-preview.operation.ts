import { Community } from '../community/community.type.ts';
import { CommunityErrorCode } from '../community/errors/community-error-code.enum.ts';
import { CommunityNotFoundError } from '../community/errors/community-not-found.error.ts';
import type { OperationContext } from '../community/operation-context.ts';
import { toReadFailure } from '../community/read-failure.ts';
import { errorFields, readSentences, toCommunityError } from '../community/upstream-failure.ts';
import { knownBlockers } from '../unlink-groups/blockers.ts';
import type { UnlinkRequest } from '../unlink-groups/unlink-request.ts';
import type { CommunityMetadata } from '../z-api/community-metadata.ts';
import { GroupUnlinkPreview } from './group-unlink-preview.type.ts';
import { UnlinkPreview } from './unlink-preview.type.ts';
import type { UnlinkPreviewResult } from './unlink-preview-result.union.ts';

/** Says what unlinking would do, from one read of the community. Writes nothing. */
export const previewUnlink = async (
  request: UnlinkRequest,
  context: OperationContext,
): Promise<UnlinkPreviewResult> => {
  const { communityId } = request;
  const result = await context.communities.read(communityId);
  if (result.kind === 'found') return toPreview(request, result.value, context.requestId);
  if (result.meaning.kind !== 'missing') {
    return toCommunityError(toReadFailure(result.meaning), context, readSentences(context.messages));
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
