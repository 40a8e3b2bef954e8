import { Community } from './community.type.ts';
import { isCommunityId } from './community-id.ts';
import { CommunityErrorCode } from './errors/community-error-code.enum.ts';
import { ExpectedFailure } from './expected-failure.ts';
import type { OperationContext } from './operation-context.ts';

/** What a gateway sends to name a community of this subgraph. */
interface CommunityRepresentation {
  readonly id: unknown;
}

/** Resolves to the id at once; other fields read lazily. A broken id rejects for itself alone. */
export const resolveCommunityReference = async (
  { id }: CommunityRepresentation,
  { messages }: OperationContext,
): Promise<Community> => {
  if (isCommunityId(id)) return new Community(id);
  throw new ExpectedFailure(messages.rules.communityIdFormat, CommunityErrorCode.INVALID_INPUT);
};
