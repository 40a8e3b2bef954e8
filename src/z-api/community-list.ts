import { isRecord } from './parsed-answer.ts';

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
