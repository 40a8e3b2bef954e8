import { ArgsType, Field, ID, Int } from 'type-graphql';
import { communityIdFormat, max, min, Obeys } from '../arguments/argument-rules.ts';

@ArgsType()
export class CommunityArgs {
  @Field(() => ID, { description: 'Id of the community: digits, sent as a string.' })
  @Obeys(communityIdFormat)
  readonly id!: string;
}

export const MAX_PAGE_SIZE = 100;

@ArgsType()
export class CommunitiesArgs {
  @Field(() => Int, { defaultValue: 1, description: 'Starts at 1.' })
  @Obeys(min(1, 'minPage'))
  readonly page!: number;

  @Field(() => Int, { defaultValue: 20, description: '1 to 100.' })
  @Obeys(min(1, 'minPageSize'))
  @Obeys(max(MAX_PAGE_SIZE, 'maxPageSize'))
  readonly pageSize!: number;
}
