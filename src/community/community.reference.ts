import { forbidden } from './authorization.ts';
import { Community } from './community.type.ts';
import { isCommunityId } from './community-id.ts';
import { CommunityErrorCode } from './errors/community-error-code.enum.ts';
import { ExpectedFailure } from './expected-failure.ts';
import type { OperationContext } from './operation-context.ts';

/** What a gateway sends to name a community of this subgraph. */
interface CommunityRepresentation {
  readonly id: unknown;
}

/**
 * Resolves to the id at once; other fields read lazily. A broken id fails for itself alone: the failure is returned,
 * because what is thrown here fails all representations, and a rejected promise may be left without a handler.
 */
export const resolveCommunityReference = (
  { id }: CommunityRepresentation,
  context: OperationContext,
): Community | ExpectedFailure => {
  if (!isCommunityId(id)) {
    return new ExpectedFailure(context.messages.rules.communityIdFormat, CommunityErrorCode.INVALID_INPUT);
  }
  return context.mayUse(id) ? new Community(id) : forbidden(context);
};
