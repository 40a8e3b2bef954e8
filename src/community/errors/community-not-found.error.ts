import { Field, ID, ObjectType } from 'type-graphql';
import { CommunityError, type CommunityErrorFields } from './community-error.interface.ts';

@ObjectType({
  implements: CommunityError,
  description: 'Returned when the connected WhatsApp number knows no such community.',
})
export class CommunityNotFoundError extends CommunityError {
  @Field(() => ID)
  readonly communityId: string;

  constructor(fields: CommunityErrorFields, communityId: string) {
    super(fields);
    this.communityId = communityId;
  }
}
