import type { CommunityMetadata } from '../../z-api/response-bodies.ts';
import { UnlinkBlocker } from './unlink.enums.ts';

/**
 * What the community's own state says against unlinking these groups, by group id: the announcement group stays
 * (doc), and so does the last ordinary group (doc). Groups that nothing is known against are not in it.
 */
export const knownBlockers = (
  groupsPhones: readonly string[],
  { groups }: CommunityMetadata,
): ReadonlyMap<string, UnlinkBlocker> => {
  const requested = new Set(groupsPhones);
  const ordinary = groups.filter(({ isAnnouncement }) => !isAnnouncement);
  const noneWouldStay = ordinary.every(({ phone }) => requested.has(phone));
  return new Map(
    groups
      .filter(({ phone, isAnnouncement }) => requested.has(phone) && (isAnnouncement || noneWouldStay))
      .map(({ phone, isAnnouncement }) => [
        phone,
        isAnnouncement ? UnlinkBlocker.ANNOUNCEMENT_GROUP : UnlinkBlocker.LAST_LINKED_GROUP,
      ]),
  );
};
