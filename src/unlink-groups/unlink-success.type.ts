import { Field, ID, ObjectType } from 'type-graphql';
import { Community } from '../community/community.type.ts';
import { GroupUnlink } from './group-unlink.type.ts';
import { UnlinkConfirmation } from './unlink-confirmation.enum.ts';

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
