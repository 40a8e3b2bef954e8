import { Field, Int, ObjectType } from 'type-graphql';
import { Community } from './community.type.ts';

@ObjectType({ description: 'One page of communities. Z-API gives no total.' })
export class CommunityPage {
  @Field(() => [Community])
  readonly items: readonly Community[];

  @Field(() => Int, { description: 'Starts at 1.' })
  readonly page: number;

  @Field(() => Int)
  readonly pageSize: number;

  @Field(() => Boolean, {
    description:
      'True when Z-API filled the page, so another may follow. Items can be fewer: those that the caller may not use are left out.',
  })
  readonly mayHaveMore: boolean;

  constructor(items: readonly Community[], page: number, pageSize: number, mayHaveMore: boolean) {
    this.items = items;
    this.page = page;
    this.pageSize = pageSize;
    this.mayHaveMore = mayHaveMore;
  }
}
