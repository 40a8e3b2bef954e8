import { ArgsType, Field, ID, Int } from 'type-graphql';
import { communityIdFormat, max, min, Rule } from '../arguments/argument-rules.ts';

@ArgsType()
export class CommunityArgs {
  @Field(() => ID, { description: 'Id of the community: digits, sent as a string.' })
  @Rule(communityIdFormat)
  readonly id!: string;
}

export const MAX_PAGE_SIZE = 100;

@ArgsType()
export class CommunitiesArgs {
  @Field(() => Int, { defaultValue: 1, description: 'Starts at 1.' })
  @Rule(min(1, 'minPage'))
  readonly page!: number;

  @Field(() => Int, { defaultValue: 20, description: '1 to 100.' })
  @Rule(min(1, 'minPageSize'))
  @Rule(max(MAX_PAGE_SIZE, 'maxPageSize'))
  readonly pageSize!: number;
}
