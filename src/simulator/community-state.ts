import { ordinaryGroups, type SimulatedCommunity, type SimulatedGroup } from './communities.ts';

/** "At most 50 groups" (doc). That it holds for one request as for one community is a guess. */
export const MOST_GROUPS = 50;

/**
 * Which of the requested groups WhatsApp lets go; none means that the request is refused.
 *
 * The last-group rule is documented. That one bad group spoils the whole request, and that a request
 * for groups that are all out already counts as a failure, are guesses. Where some are linked and
 * others are not, WhatsApp answers per group, so the linked ones leave (code).
 */
export const leavingGroups = (
  community: SimulatedCommunity,
  groupsPhones: readonly string[],
): readonly string[] => {
  const requested = new Set(groupsPhones);
  const ordinary = ordinaryGroups(community);
  if (requested.size > MOST_GROUPS) return [];
  if (community.subGroups.some((group) => group.isGroupAnnouncement && requested.has(group.phone))) return [];
  const linked = new Set(ordinary.map((group) => group.phone));
  const leaving = [...requested].filter((phone) => linked.has(phone));
  return leaving.length < ordinary.length ? leaving : [];
};

/**
 * Which of the requested groups come in; none means that the request is refused. A group belongs to one
 * community at most and a community holds at most 50 ordinary ones; the rest as for leaving (guess).
 */
export const joiningGroups = (
  community: SimulatedCommunity,
  groupsPhones: readonly string[],
  linkedAnywhere: ReadonlySet<string>,
): readonly string[] => {
  const requested = new Set(groupsPhones);
  const joining = [...requested].filter((phone) => !linkedAnywhere.has(phone));
  const tooMany = ordinaryGroups(community).length + joining.length > MOST_GROUPS;
  return requested.size > MOST_GROUPS || tooMany ? [] : joining;
};

/** The communities as they are now. A change replaces a community; the ones it started from stay whole. */
export class CommunityState {
  readonly #start: readonly SimulatedCommunity[];
  /** Every group a community started with, so that one that left gets its name back with the link. */
  readonly #known: ReadonlyMap<string, SimulatedGroup>;
  readonly #communities = new Map<string, SimulatedCommunity>();

  constructor(start: readonly SimulatedCommunity[]) {
    this.#start = start;
    this.#known = new Map(start.flatMap(({ subGroups }) => subGroups.map((group) => [group.phone, group])));
    this.reset();
  }

  /** Everything back to the start. */
  reset(): void {
    this.#communities.clear();
    for (const community of this.#start) this.#communities.set(community.id, community);
  }

  all(): readonly SimulatedCommunity[] {
    return [...this.#communities.values()];
  }

  find(communityId: string): SimulatedCommunity | undefined {
    return this.#communities.get(communityId);
  }

  /** The requested groups that would leave; none also when there is no such community (guess). */
  leaving({ communityId, groupsPhones }: GroupsRequest): readonly string[] {
    const community = this.find(communityId);
    return community === undefined ? [] : leavingGroups(community, groupsPhones);
  }

  /** Takes groups out, no rule asked. */
  remove(communityId: string, phones: readonly string[]): void {
    this.#change(communityId, (groups) => groups.filter((group) => !phones.includes(group.phone)));
  }

  /** Unlinks by the rules; true when at least one group left. */
  unlink(request: GroupsRequest): boolean {
    const leaving = this.leaving(request);
    this.remove(request.communityId, leaving);
    return leaving.length > 0;
  }

  /** Links by the rules; true when at least one group came in. */
  link({ communityId, groupsPhones }: GroupsRequest): boolean {
    const community = this.find(communityId);
    if (community === undefined) return false;
    const linked = new Set(this.all().flatMap(({ subGroups }) => subGroups.map((group) => group.phone)));
    const joining = joiningGroups(community, groupsPhones, linked);
    // A group never seen before is taken for one of the number's own, whose name is not known here.
    const group = (phone: string) => this.#known.get(phone) ?? { phone, isGroupAnnouncement: false };
    this.#change(communityId, (groups) => [...groups, ...joining.map(group)]);
    return joining.length > 0;
  }

  #change(
    communityId: string,
    change: (groups: readonly SimulatedGroup[]) => readonly SimulatedGroup[],
  ): void {
    const community = this.find(communityId);
    if (community === undefined) return;
    this.#communities.set(communityId, { ...community, subGroups: change(community.subGroups) });
  }
}

/** The body of link and unlink, which are the same (doc). */
export interface GroupsRequest {
  readonly communityId: string;
  /** As they were sent: repeats are not taken out. */
  readonly groupsPhones: readonly string[];
}
