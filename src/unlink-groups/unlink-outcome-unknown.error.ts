import { Field, ID, ObjectType } from 'type-graphql';
import { CommunityError, type CommunityErrorFields } from '../community/errors/community-error.interface.ts';
import { GroupUnlink } from './group-unlink.type.ts';

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
