/** The body of link and unlink, which are the same (doc). */
export interface GroupsRequest {
  readonly communityId: string;
  /** As they were sent: repeats are not taken out. */
  readonly groupsPhones: readonly string[];
}

/** Bare digits (doc). */
const COMMUNITY_ID = /^\d+$/;
/** `<digits>-group`, or the older `<phone>-<unix time>` (doc). */
const GROUP_PHONE = /^\d+-(?:group|\d+)$/;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const isGroupPhone = (value: unknown): value is string =>
  typeof value === 'string' && GROUP_PHONE.test(value);

const parse = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
};

/** The request in the body, or null when anything about it is wrong. Never throws. */
export const groupsRequestIn = (body: string): GroupsRequest | null => {
  const value = parse(body);
  if (!isObject(value)) return null;
  const { communityId, groupsPhones } = value;
  if (typeof communityId !== 'string' || !COMMUNITY_ID.test(communityId)) return null;
  if (!Array.isArray(groupsPhones) || groupsPhones.length === 0) return null;
  return groupsPhones.every(isGroupPhone) ? { communityId, groupsPhones } : null;
};
