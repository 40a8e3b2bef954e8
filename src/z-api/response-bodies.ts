import type { Answer } from './exchange.ts';

/** An answer with its body looked into. */
export interface ParsedAnswer extends Answer {
  /** The body as JSON; undefined when it is none. */
  readonly json: unknown;
  /** The members of the body when it is a JSON object, else nothing. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** `error` when that is a text. */
  readonly error: string | undefined;
}

export const parseAnswer = (answer: Answer): ParsedAnswer => {
  const json = parseJson(answer.body);
  const fields = isRecord(json) ? json : {};
  const error = typeof fields.error === 'string' ? fields.error.trim() : undefined;
  return { ...answer, json, fields, error };
};

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const parseJson = (text: string | undefined): unknown => {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** What a page of communities says of each. */
export interface CommunitySummary {
  readonly id: string;
  readonly name: string | null;
}

/** Reads the bare array `[{name, id}]` (doc). Undefined when an entry has no id: a page with a hole is not the page. */
export const readCommunityList = (json: unknown): readonly CommunitySummary[] | undefined => {
  if (!Array.isArray(json)) return undefined;
  const summaries = json.map(readSummary);
  return summaries.every((summary) => summary !== undefined) ? summaries : undefined;
};

const readSummary = (json: unknown): CommunitySummary | undefined =>
  isRecord(json) && typeof json.id === 'string'
    ? { id: json.id, name: typeof json.name === 'string' ? json.name : null }
    : undefined;

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

/** Said when Z-API names no pause, or one that is not believable. Nothing is documented (guess). */
const DEFAULT_SECONDS = 60;

const MAX_SECONDS = 3600;

/** Whole seconds to wait, from a Retry-After header in seconds or as a date. */
export const retryAfterSeconds = (header: string | undefined, nowMs: number = Date.now()): number => {
  if (header === undefined) return DEFAULT_SECONDS;
  const seconds = /^\s*\d{1,9}\s*$/.test(header) ? Number(header) : (Date.parse(header) - nowMs) / 1000;
  if (!(seconds > 0)) return DEFAULT_SECONDS;
  return Math.min(Math.ceil(seconds), MAX_SECONDS);
};
