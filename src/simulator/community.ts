/**
 * A group as `subGroups` of `GET /communities-metadata/{id}` lists it (doc).
 * `phone` is `<digits>-group`, or the older `<phone>-<unix time>` without a suffix (doc).
 */
export interface SimulatedGroup {
  /** Absent now and then: one documentation page prints an answer without the key (doc). */
  readonly name?: string;
  readonly phone: string;
  /** True for the one group that belongs to the community itself. It stands among the others (doc). */
  readonly isGroupAnnouncement: boolean;
}

/** A community as `GET /communities-metadata/{id}` answers it (doc). `id` is 18 to 20 bare digits. */
export interface SimulatedCommunity {
  readonly name: string;
  readonly id: string;
  /** Null where the community has none (guess: the key may just as well be missing). */
  readonly description: string | null;
  readonly subGroups: readonly SimulatedGroup[];
}

/** The groups that can be linked and unlinked: all but the announcement group. */
export const ordinaryGroups = (community: SimulatedCommunity): readonly SimulatedGroup[] =>
  community.subGroups.filter((group) => !group.isGroupAnnouncement);
