import type { SimulatedCommunity, SimulatedGroup } from './community.ts';
import { joiningGroups, leavingGroups } from './group-rules.ts';
import type { GroupsRequest } from './groups-request.ts';

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
