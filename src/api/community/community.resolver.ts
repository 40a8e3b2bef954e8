import { Args, Authorized, Ctx, FieldResolver, Query, Resolver, Root, UseMiddleware } from 'type-graphql';
import { READ } from '../../auth/caller.ts';
import type { CommunityMetadata } from '../../z-api/response-bodies.ts';
import { authoriseCommunity, forbidden } from '../access/authorization.ts';
import { limitRate } from '../access/rate-limit.middleware.ts';
import { argumentErrors } from '../arguments/argument-errors.middleware.ts';
import { isCommunityId } from '../arguments/argument-rules.ts';
import type { OperationContext } from '../context/operation-context.ts';
import { CommunityErrorCode } from '../errors/community-error.interface.ts';
import { ExpectedError } from '../errors/expected-error.ts';
import { foundOrThrow } from '../errors/from-z-api.ts';
import { CommunitiesArgs, CommunityArgs } from './community.args.ts';
import { Community, CommunityGroup, CommunityPage } from './community.types.ts';

@Resolver(() => Community)
export class CommunityResolver {
  @Query(() => Community, {
    nullable: true,
    description:
      'Null when the connected number knows no such community. A failure is null with an entry in `errors` whose code is a CommunityErrorCode. Needs the scope `communities:read`.',
  })
  @Authorized(READ)
  @UseMiddleware(argumentErrors, limitRate)
  async community(
    @Args(() => CommunityArgs) { id }: CommunityArgs,
    @Ctx() context: OperationContext,
  ): Promise<Community | null> {
    const community = new Community(id);
    return (await read(community, context)) ? community : null;
  }

  @Query(() => CommunityPage, {
    nullable: true,
    description:
      'One page of the communities the connected number takes part in. Z-API gives no total. page starts at 1, pageSize is 1 to 100. Needs the scope `communities:read`.',
  })
  @Authorized(READ)
  @UseMiddleware(argumentErrors, limitRate)
  async communities(
    @Args(() => CommunitiesArgs) { page, pageSize }: CommunitiesArgs,
    @Ctx() context: OperationContext,
  ): Promise<CommunityPage | null> {
    const summaries = foundOrThrow(await context.communities.list(page, pageSize), context);
    if (summaries === undefined) return null;
    const usable = summaries.filter(({ id }) => context.tenant.mayUse(id));
    const items = usable.map(({ id, name }) => new Community(id, name));
    return new CommunityPage(items, page, pageSize, summaries.length >= pageSize);
  }

  @Authorized(READ)
  @FieldResolver(() => String, { nullable: true, description: 'Null when it could not be read.' })
  async name(@Root() community: Community, @Ctx() context: OperationContext): Promise<string | null> {
    if (community.knownName !== undefined) return community.knownName;
    return (await read(community, context))?.name ?? null;
  }

  @Authorized(READ)
  @FieldResolver(() => String, {
    nullable: true,
    description: 'Null when there is none, or it could not be read.',
  })
  async description(@Root() community: Community, @Ctx() context: OperationContext): Promise<string | null> {
    return (await read(community, context))?.description ?? null;
  }

  @Authorized(READ)
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

  @Authorized(READ)
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

const read = async ({ id }: Community, context: OperationContext): Promise<CommunityMetadata | undefined> => {
  authoriseCommunity(id, context);
  return foundOrThrow(await context.communities.read(id), context);
};

/** What a gateway sends to name a community of this subgraph. */
interface CommunityRepresentation {
  readonly id: unknown;
}

/**
 * Resolves to the id at once; other fields read lazily. A broken id fails for itself alone: the failure is returned,
 * because what is thrown here fails all representations, and a rejected promise may be left without a handler.
 */
export const resolveCommunityReference = (
  { id }: CommunityRepresentation,
  context: OperationContext,
): Community | ExpectedError => {
  if (!isCommunityId(id)) {
    return new ExpectedError(context.messages.rules.communityIdFormat, CommunityErrorCode.INVALID_INPUT);
  }
  return context.tenant.mayUse(id) ? new Community(id) : forbidden(context);
};
