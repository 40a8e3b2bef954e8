import { Field, ObjectType } from 'type-graphql';
import { GroupUnlinkStatus } from './group-unlink-status.enum.ts';
import { UnlinkBlocker } from './unlink-blocker.enum.ts';

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
