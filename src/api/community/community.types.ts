import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import type { GroupMetadata } from '../../z-api/response-bodies.ts';

/** A community by its id; `community.resolver.ts` reads the rest when it is asked for. */
@Directive('@key(fields: "id")')
@ObjectType({
  description:
    'A WhatsApp community. Other subgraphs may extend it by id. All but the id needs the scope `communities:read`.',
})
export class Community {
  @Field(() => ID, { description: 'Digits. Keep it a string: it does not fit a number.' })
  readonly id: string;

  /** The name, where a list of communities told it already. */
  readonly knownName: string | null | undefined;

  constructor(id: string, knownName?: string | null) {
    this.id = id;
    this.knownName = knownName;
  }
}

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
