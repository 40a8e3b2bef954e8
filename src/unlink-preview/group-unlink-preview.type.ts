import { Field, ObjectType } from 'type-graphql';
import { UnlinkBlocker } from '../unlink-groups/unlink-blocker.enum.ts';

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
