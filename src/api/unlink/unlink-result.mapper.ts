import type { OperationContext } from '../context/operation-context.ts';
import {
  CommunityErrorCode,
  type CommunityErrorFields,
  CommunityRetryAdvice,
} from '../errors/community-error.interface.ts';
import { CommunityNotFoundError } from '../errors/community-errors.ts';
import { errorFields, toCommunityError } from '../errors/from-z-api.ts';
import type { GroupStates, UnlinkOutcome, UnlinkRequest } from '../membership/outcome.ts';
import { GroupUnlinkStatus, UnlinkBlocker } from '../membership/unlink.enums.ts';
import {
  GroupUnlink,
  UnlinkOutcomeUnknownError,
  UnlinkPartialSuccess,
  UnlinkRejectedError,
  type UnlinkResult,
  UnlinkSuccess,
} from './unlink.types.ts';

/** From an outcome to the member of UnlinkResult that says it to one caller; pure. */
export const toUnlinkResult = (
  outcome: UnlinkOutcome,
  request: UnlinkRequest,
  context: OperationContext,
): UnlinkResult => {
  const { communityId } = request;
  switch (outcome.kind) {
    case 'success':
      return new UnlinkSuccess(
        communityId,
        inOrder(request, outcome.groups),
        outcome.confirmation,
        context.requestId,
      );
    case 'partial':
      return new UnlinkPartialSuccess(
        communityId,
        context.messages.partialSuccess,
        inOrder(request, outcome.groups),
        context.requestId,
      );
    case 'rejected':
      return new UnlinkRejectedError(
        rejectedFields(outcome.groups, context),
        communityId,
        inOrder(request, outcome.groups),
      );
    case 'unknown':
      return toOutcomeUnknownError(request, context, outcome.groups);
    case 'not-found':
      return new CommunityNotFoundError(
        errorFields(CommunityErrorCode.COMMUNITY_NOT_FOUND, context),
        communityId,
      );
    case 'failed':
      return toCommunityError(outcome.failure, context);
  }
};

/** Stands apart from the rest of the mapping, because it must still work when that breaks. */
export const toOutcomeUnknownError = (
  request: UnlinkRequest,
  context: OperationContext,
  groups: GroupStates = new Map(),
): UnlinkOutcomeUnknownError =>
  new UnlinkOutcomeUnknownError(
    errorFields(CommunityErrorCode.OUTCOME_UNKNOWN, context),
    request.communityId,
    inOrder(request, groups),
  );

const UNSEEN = { status: GroupUnlinkStatus.UNKNOWN, blocker: null } as const;

const inOrder = ({ groupsPhones }: UnlinkRequest, states: GroupStates): readonly GroupUnlink[] =>
  groupsPhones.map((phone) => {
    const { status, blocker } = states.get(phone) ?? UNSEEN;
    return new GroupUnlink(phone, status, blocker);
  });

/** A known blocker can be mended; an unread community must be looked at; else repeating cannot help. */
const rejectedFields = (states: GroupStates, context: OperationContext): CommunityErrorFields => {
  const fields = errorFields(CommunityErrorCode.UNLINK_REJECTED, context);
  const { blocked, unread } = context.messages.rejected;
  const all = [...states.values()];
  if (all.some(({ status }) => status === GroupUnlinkStatus.UNKNOWN)) {
    return { ...fields, message: unread, retry: CommunityRetryAdvice.CHECK_FIRST };
  }
  return all.every(({ blocker }) => blocker === UnlinkBlocker.UNDETERMINED)
    ? fields
    : { ...fields, message: blocked, retry: CommunityRetryAdvice.FIX_INPUT };
};
