import { createUnionType, Field, ID, Int, ObjectType } from 'type-graphql';
import { Community } from '../community/community.types.ts';
import {
  CommunityInputError,
  CommunityNotFoundError,
  CommunityRateLimitedError,
  CommunityUpstreamError,
  WhatsAppInstanceError,
} from '../errors/community-errors.ts';
import { UnlinkBlocker } from '../membership/unlink.enums.ts';

@ObjectType({ description: 'One requested group: whether it is linked now, and what would keep it so.' })
export class GroupUnlinkPreview {
  @Field(() => String, { description: 'The id as requested in groupsPhones.' })
  readonly phone: string;

  @Field(() => String, {
    nullable: true,
    description: 'Null when the group is not linked, or Z-API does not say it.',
  })
  readonly name: string | null;

  @Field(() => Boolean, { description: 'Whether the group is linked to the community now.' })
  readonly linked: boolean;

  @Field(() => UnlinkBlocker, { nullable: true, description: 'Null when nothing is known to block it.' })
  readonly blocker: UnlinkBlocker | null;

  constructor(phone: string, name: string | null, linked: boolean, blocker: UnlinkBlocker | null) {
    this.phone = phone;
    this.name = name;
    this.linked = linked;
    this.blocker = blocker;
  }
}

export interface UnlinkPreviewFields {
  readonly allowed: boolean;
  readonly groups: readonly GroupUnlinkPreview[];
  readonly remainingGroups: number;
  readonly community: Community;
  readonly requestId: string;
}

@ObjectType({ description: 'What `unlinkGroups` would do with the same arguments.' })
export class UnlinkPreview {
  @Field(() => Boolean, {
    description: 'True when no requested group is blocked. WhatsApp has the last word.',
  })
  readonly allowed: boolean;

  @Field(() => [GroupUnlinkPreview], {
    description: 'One entry per distinct requested group, in request order.',
  })
  readonly groups: readonly GroupUnlinkPreview[];

  @Field(() => Int, { description: 'Ordinary groups that would stay linked.' })
  readonly remainingGroups: number;

  @Field(() => Community)
  readonly community: Community;

  @Field(() => ID, { description: 'Quote it when asking for support: it is in every log line of this call.' })
  readonly requestId: string;

  constructor({ allowed, groups, remainingGroups, community, requestId }: UnlinkPreviewFields) {
    this.allowed = allowed;
    this.groups = groups;
    this.remainingGroups = remainingGroups;
    this.community = community;
    this.requestId = requestId;
  }
}

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
