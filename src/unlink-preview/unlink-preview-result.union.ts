import { createUnionType } from 'type-graphql';
import { CommunityInputError } from '../community/errors/community-input.error.ts';
import { CommunityNotFoundError } from '../community/errors/community-not-found.error.ts';
import { CommunityRateLimitedError } from '../community/errors/community-rate-limited.error.ts';
import { CommunityUpstreamError } from '../community/errors/community-upstream.error.ts';
import { WhatsAppInstanceError } from '../community/errors/whatsapp-instance.error.ts';
import { UnlinkPreview } from './unlink-preview.type.ts';

export const UnlinkPreviewResult = createUnionType({
  name: 'UnlinkPreviewResult',
  description:
    'Outcome of `unlinkPreview`. Members may be added; every error member implements CommunityError.',
  types: () =>
    [
      UnlinkPreview,
      CommunityInputError,
      CommunityNotFoundError,
      WhatsAppInstanceError,
      CommunityRateLimitedError,
      CommunityUpstreamError,
    ] as const,
});
export type UnlinkPreviewResult = typeof UnlinkPreviewResult;
