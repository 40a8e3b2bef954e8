import { Field, ObjectType } from 'type-graphql';
import type { GroupMetadata } from '../z-api/community-metadata.ts';

@ObjectType({ description: 'A WhatsApp group linked to a community.' })
export class CommunityGroup {
  @Field(() => String, { description: 'The id to pass in groupsPhones.' })
  readonly phone: string;

  @Field(() => String, { nullable: true, description: 'Null when Z-API does not say it.' })
  readonly name: string | null;

  @Field(() => Boolean, {
    description: "True for the community's own announcement group, which cannot be unlinked.",
  })
  readonly isAnnouncement: boolean;

  constructor({ phone, name, isAnnouncement }: GroupMetadata) {
    this.phone = phone;
    this.name = name;
    this.isAnnouncement = isAnnouncement;
  }
}
