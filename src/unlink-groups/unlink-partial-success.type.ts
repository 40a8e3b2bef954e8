import { Field, ID, ObjectType } from 'type-graphql';
import { Community } from '../community/community.type.ts';
import { GroupUnlink } from './group-unlink.type.ts';

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
