import { isRecord } from './parsed-answer.ts';

/** A community as Z-API describes it. */
export interface CommunityMetadata {
  readonly id: string;
  readonly name: string | null;
  readonly description: string | null;
  /** Every linked group, the announcement group among them. */
  readonly groups: readonly GroupMetadata[];
}

export interface GroupMetadata {
  readonly phone: string;
  readonly name: string | null;
  readonly isAnnouncement: boolean;
}

/**
 * Reads `{name, id, description, subGroups: [{name, phone, isGroupAnnouncement}]}` (doc), as the metadata of
 * the community asked for. Tolerates missing names: one documentation page prints none (doc).
 *
 * Undefined when a part that truth hangs on is not as documented: a list with a hole, or with ids of an unknown form,
 * must not pass for the whole one, nor another community's answer for this one's.
 */
export const readCommunityMetadata = (communityId: string, json: unknown): CommunityMetadata | undefined => {
  if (!isRecord(json) || !Array.isArray(json.subGroups) || isAnother(communityId, json.id)) return undefined;
  const groups = json.subGroups.map(readGroup);
  if (!groups.every((group) => group !== undefined)) return undefined;
  return { id: communityId, name: textOf(json.name), description: textOf(json.description), groups };
};

/** The forms that are documented. An id in another would be told from the one asked for, and seem not to be linked. */
const GROUP_ID = /^\d+-(?:group|\d+)$/;

const readGroup = (json: unknown): GroupMetadata | undefined =>
  isRecord(json) &&
  typeof json.phone === 'string' &&
  GROUP_ID.test(json.phone) &&
  typeof json.isGroupAnnouncement === 'boolean'
    ? { phone: json.phone, name: textOf(json.name), isAnnouncement: json.isGroupAnnouncement }
    : undefined;

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** Only the digits count: whether Z-API adds a suffix to the id, or sends a number, is not known (guess). */
const isAnother = (communityId: string, id: unknown): boolean => {
  if (id === undefined || id === null) return false;
  return typeof id === 'number' ? id !== Number(communityId) : /^\d*/.exec(String(id))?.[0] !== communityId;
};
