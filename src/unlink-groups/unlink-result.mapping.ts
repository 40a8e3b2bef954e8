import { CommunityErrorCode } from '../community/errors/community-error-code.enum.ts';
import type { OperationContext } from '../community/operation-context.ts';
import { errorFields, toCommunityError } from '../community/upstream-failure.ts';
import type { Meaning } from '../z-api/meaning.ts';
import { GroupUnlink } from './group-unlink.type.ts';
import { GroupUnlinkStatus } from './group-unlink-status.enum.ts';
import { UnlinkConfirmation } from './unlink-confirmation.enum.ts';
import { UnlinkOutcomeUnknownError } from './unlink-outcome-unknown.error.ts';
import { UnlinkRejectedError } from './unlink-rejected.error.ts';
import type { UnlinkRequest } from './unlink-request.ts';
import type { UnlinkResult } from './unlink-result.union.ts';
import { UnlinkSuccess } from './unlink-success.type.ts';

/** From what Z-API's answer means to the member of UnlinkResult that says so; pure. */
export const toUnlinkResult = (
  meaning: Meaning,
  request: UnlinkRequest,
  context: OperationContext,
): UnlinkResult => {
  switch (meaning.kind) {
    case 'done':
      return acknowledged(request, context);
    case 'refused':
      return rejected(request, context);
    case 'unknown':
      return outcomeUnknown(request, context);
    case 'missing':
      return toCommunityError({ kind: 'protocol' }, context);
    default:
      return toCommunityError(meaning, context);
  }
};

const acknowledged = (request: UnlinkRequest, { requestId }: OperationContext): UnlinkSuccess =>
  new UnlinkSuccess(
    request.communityId,
    groupsOf(request, GroupUnlinkStatus.UNLINKED),
    UnlinkConfirmation.ACKNOWLEDGED,
    requestId,
  );

const rejected = (request: UnlinkRequest, context: OperationContext): UnlinkRejectedError =>
  new UnlinkRejectedError(
    errorFields(CommunityErrorCode.UNLINK_REJECTED, context),
    request.communityId,
    groupsOf(request, GroupUnlinkStatus.UNKNOWN),
  );

export const outcomeUnknown = (
  request: UnlinkRequest,
  context: OperationContext,
): UnlinkOutcomeUnknownError =>
  new UnlinkOutcomeUnknownError(
    errorFields(CommunityErrorCode.OUTCOME_UNKNOWN, context),
    request.communityId,
    groupsOf(request, GroupUnlinkStatus.UNKNOWN),
  );

const groupsOf = ({ groupsPhones }: UnlinkRequest, status: GroupUnlinkStatus): readonly GroupUnlink[] =>
  groupsPhones.map((phone) => new GroupUnlink(phone, status));
