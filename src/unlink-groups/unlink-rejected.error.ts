import { Field, ID, ObjectType } from 'type-graphql';
import { Community } from '../community/community.type.ts';
import { CommunityError, type CommunityErrorFields } from '../community/errors/community-error.interface.ts';
import { GroupUnlink } from './group-unlink.type.ts';

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
