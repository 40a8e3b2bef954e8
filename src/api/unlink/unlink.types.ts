import { createUnionType, Field, ID, ObjectType } from 'type-graphql';
import { Community } from '../community/community.types.ts';
import { CommunityError, type CommunityErrorFields } from '../errors/community-error.interface.ts';
import {
  CommunityInputError,
  CommunityNotFoundError,
  CommunityRateLimitedError,
  CommunityUpstreamError,
  WhatsAppInstanceError,
} from '../errors/community-errors.ts';
import { GroupUnlinkStatus, UnlinkBlocker, UnlinkConfirmation } from '../membership/unlink.enums.ts';

@ObjectType({ description: 'One requested group and what became of it.' })
export class GroupUnlink {
  @Field(() => String, { description: 'The id as requested in groupsPhones.' })
  readonly phone: string;

  @Field(() => GroupUnlinkStatus)
  readonly status: GroupUnlinkStatus;

  @Field(() => UnlinkBlocker, {
    nullable: true,
    description: 'Why the group is still linked; null for the other statuses.',
  })
  readonly blocker: UnlinkBlocker | null;

  constructor(phone: string, status: GroupUnlinkStatus, blocker: UnlinkBlocker | null = null) {
    this.phone = phone;
    this.status = status;
    this.blocker = blocker;
  }
}

@ObjectType({
  description:
    'Z-API acknowledged the unlink, or the community, read back, no longer holds the groups; `confirmation` says which. It says what is linked now, not that this call changed it.',
})
export class UnlinkSuccess {
  @Field(() => ID)
  readonly communityId: string;

  @Field(() => [GroupUnlink], { description: 'One entry per distinct requested group, in request order.' })
  readonly groups: readonly GroupUnlink[];

  @Field(() => UnlinkConfirmation)
  readonly confirmation: UnlinkConfirmation;

  @Field(() => Community, {
    nullable: true,
    description:
      'The community as it is now. One more upstream call, made only when selected; its fields are null, with an entry in `errors`, if that fails.',
  })
  readonly community: Community;

  @Field(() => ID, { description: 'Quote it when asking for support: it is in every log line of this call.' })
  readonly requestId: string;

  constructor(
    communityId: string,
    groups: readonly GroupUnlink[],
    confirmation: UnlinkConfirmation,
    requestId: string,
  ) {
    this.communityId = communityId;
    this.community = new Community(communityId);
    this.groups = groups;
    this.confirmation = confirmation;
    this.requestId = requestId;
  }
}

@ObjectType({
  description:
    'Read back after the call: some of the requested groups are out of the community, others are still linked. It says what is linked now, not that this call changed it.',
})
export class UnlinkPartialSuccess {
  @Field(() => ID)
  readonly communityId: string;

  @Field(() => String, {
    description: 'For people, in the language of Accept-Language (en, pt-BR). Never parse it.',
  })
  readonly message: string;

  @Field(() => [GroupUnlink], { description: 'One entry per distinct requested group, in request order.' })
  readonly groups: readonly GroupUnlink[];

  @Field(() => Community, {
    nullable: true,
    description:
      'The community as it is now. One more upstream call, made only when selected; its fields are null, with an entry in `errors`, if that fails.',
  })
  readonly community: Community;

  @Field(() => ID, { description: 'Quote it when asking for support: it is in every log line of this call.' })
  readonly requestId: string;

  constructor(communityId: string, message: string, groups: readonly GroupUnlink[], requestId: string) {
    this.communityId = communityId;
    this.community = new Community(communityId);
    this.message = message;
    this.groups = groups;
    this.requestId = requestId;
  }
}

@ObjectType({
  implements: CommunityError,
  description:
    "Returned when Z-API refused. `groups` explains it from the community's own data; UNKNOWN there means it could not be read, and some may have left.",
})
export class UnlinkRejectedError extends CommunityError {
  @Field(() => ID)
  readonly communityId: string;

  @Field(() => [GroupUnlink], { description: 'One entry per distinct requested group, in request order.' })
  readonly groups: readonly GroupUnlink[];

  @Field(() => Community, {
    nullable: true,
    description:
      'The community as it is now. One more upstream call, made only when selected; its fields are null, with an entry in `errors`, if that fails.',
  })
  readonly community: Community;

  constructor(fields: CommunityErrorFields, communityId: string, groups: readonly GroupUnlink[]) {
    super(fields);
    this.communityId = communityId;
    this.community = new Community(communityId);
    this.groups = groups;
  }
}

@ObjectType({
  implements: CommunityError,
  description:
    'Returned when the request left this service, no trustworthy answer came back, and reading the community back did not settle it.',
})
export class UnlinkOutcomeUnknownError extends CommunityError {
  @Field(() => ID)
  readonly communityId: string;

  @Field(() => [GroupUnlink], {
    description: 'What was seen when the community was read back; UNKNOWN where it could not be read.',
  })
  readonly groups: readonly GroupUnlink[];

  constructor(fields: CommunityErrorFields, communityId: string, groups: readonly GroupUnlink[]) {
    super(fields);
    this.communityId = communityId;
    this.groups = groups;
  }
}

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
