import { ordinaryGroups, type SimulatedCommunity } from './community.ts';

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
