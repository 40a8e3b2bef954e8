import { createUnionType } from 'type-graphql';
import { CommunityInputError } from '../community/errors/community-input.error.ts';
import { CommunityNotFoundError } from '../community/errors/community-not-found.error.ts';
import { CommunityRateLimitedError } from '../community/errors/community-rate-limited.error.ts';
import { CommunityUpstreamError } from '../community/errors/community-upstream.error.ts';
import { WhatsAppInstanceError } from '../community/errors/whatsapp-instance.error.ts';
import { UnlinkOutcomeUnknownError } from './unlink-outcome-unknown.error.ts';
import { UnlinkPartialSuccess } from './unlink-partial-success.type.ts';
import { UnlinkRejectedError } from './unlink-rejected.error.ts';
import { UnlinkSuccess } from './unlink-success.type.ts';

export const UnlinkResult = createUnionType({
  name: 'UnlinkResult',
  description:
    'Outcome of `unlinkGroups`. Select `__typename`, the two successes, and `... on CommunityError`. Members may be added; every error member ends in `Error` and implements CommunityError.',
  types: () =>
    [
      UnlinkSuccess,
      UnlinkPartialSuccess,
      CommunityInputError,
      CommunityNotFoundError,
      UnlinkRejectedError,
      UnlinkOutcomeUnknownError,
      WhatsAppInstanceError,
      CommunityRateLimitedError,
      CommunityUpstreamError,
    ] as const,
});
export type UnlinkResult = typeof UnlinkResult;
