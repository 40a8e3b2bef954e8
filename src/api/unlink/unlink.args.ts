import { ArgsType, Field, ID } from 'type-graphql';
import {
  communityIdFormat,
  distinct,
  groupPhoneFormat,
  maxGroups,
  minGroups,
  Rule,
} from '../arguments/argument-rules.ts';
import type { UnlinkRequest } from '../membership/outcome.ts';

@ArgsType()
export class UnlinkGroupsArgs {
  @Field(() => ID, {
    description: 'Id of the community: digits, sent as a string. Example: "98372465382764532938"',
  })
  @Rule(communityIdFormat)
  readonly communityId!: string;

  @Field(() => [String], {
    description:
      '1 to 50 group ids as Z-API writes them: `120363019502650977-group`, or the older `5511999999999-1623281429`. Repeated ids count once.',
  })
  @Rule(groupPhoneFormat)
  @Rule(maxGroups)
  @Rule(minGroups)
  readonly groupsPhones!: string[];
}

export const toUnlinkRequest = ({ communityId, groupsPhones }: UnlinkGroupsArgs): UnlinkRequest => ({
  communityId,
  groupsPhones: distinct(groupsPhones),
});
