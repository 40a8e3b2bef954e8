import { Args, Ctx, FieldResolver, Query, Resolver, Root, UseMiddleware } from 'type-graphql';
import type { CommunityMetadata } from '../z-api/community-metadata.ts';
import { argumentErrors } from './argument-errors.middleware.ts';
import { CommunitiesArgs, CommunityArgs } from './community.args.ts';
import { Community } from './community.type.ts';
import { CommunityGroup } from './community-group.type.ts';
import { CommunityPage } from './community-page.type.ts';
import { ExpectedFailure } from './expected-failure.ts';
import type { OperationContext } from './operation-context.ts';
import { recordOutcome } from './record-outcome.middleware.ts';

@Resolver(() => Community)
export class CommunityResolver {
  @Query(() => Community, {
    nullable: true,
    description:
      'Null when the connected number knows no such community. A failure is null with an entry in `errors` whose code is a CommunityErrorCode.',
  })
  @UseMiddleware(recordOutcome, argumentErrors)
  async community(
    @Args(() => CommunityArgs) { id }: CommunityArgs,
    @Ctx() context: OperationContext,
  ): Promise<Community | null> {
    return (await context.communities.read(id)) ? new Community(id) : null;
  }

  @Query(() => CommunityPage, {
    nullable: true,
    description:
      'One page of the communities the connected number takes part in. Z-API gives no total. page starts at 1, pageSize is 1 to 100. Not available yet: null with an entry in `errors`.',
  })
  @UseMiddleware(recordOutcome, argumentErrors)
  communities(
    @Args(() => CommunitiesArgs) _args: CommunitiesArgs,
    @Ctx() { messages }: OperationContext,
  ): CommunityPage | null {
    throw new ExpectedFailure(messages.request.notAvailable, 'NOT_IMPLEMENTED');
  }

  @FieldResolver(() => String, { nullable: true, description: 'Null when it could not be read.' })
  async name(@Root() community: Community, @Ctx() context: OperationContext): Promise<string | null> {
    return (await read(community, context))?.name ?? null;
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: 'Null when there is none, or it could not be read.',
  })
  async description(@Root() community: Community, @Ctx() context: OperationContext): Promise<string | null> {
    return (await read(community, context))?.description ?? null;
  }

  @FieldResolver(() => [CommunityGroup], {
    nullable: true,
    description: 'Ordinary groups, without the announcement group. Null when they could not be read.',
  })
  async groups(
    @Root() community: Community,
    @Ctx() context: OperationContext,
  ): Promise<CommunityGroup[] | null> {
    const groups = (await read(community, context))?.groups.filter(({ isAnnouncement }) => !isAnnouncement);
    return groups?.map((group) => new CommunityGroup(group)) ?? null;
  }

  @FieldResolver(() => CommunityGroup, {
    nullable: true,
    description:
      "The community's own group for announcements. Null when there is none, or it could not be read.",
  })
  async announcementGroup(
    @Root() community: Community,
    @Ctx() context: OperationContext,
  ): Promise<CommunityGroup | null> {
    const group = (await read(community, context))?.groups.find(({ isAnnouncement }) => isAnnouncement);
    return group ? new CommunityGroup(group) : null;
  }
}

const read = (community: Community, context: OperationContext): Promise<CommunityMetadata | undefined> =>
  context.communities.read(community.id);
