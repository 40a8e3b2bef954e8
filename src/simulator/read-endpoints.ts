import { type Answer, json } from './answers.ts';
import type { CommunityState } from './community-state.ts';
import { COMMUNITY_NOT_FOUND } from './z-api-answers.ts';

/** Taken when the query names none that can be used (guess; also that pages count from 1). */
const FIRST_PAGE = 1;
/** As above (guess). */
const USUAL_PAGE_SIZE = 20;

const positive = (text: string | null, otherwise: number): number => {
  const value = Number(text);
  return Number.isSafeInteger(value) && value > 0 ? value : otherwise;
};

/** `GET /communities?page&pageSize`: a bare array of `{name, id}` without a total (doc). */
export const communityPage = (state: CommunityState, query: URLSearchParams): Answer => {
  const pageSize = positive(query.get('pageSize'), USUAL_PAGE_SIZE);
  const start = (positive(query.get('page'), FIRST_PAGE) - 1) * pageSize;
  const page = state.all().slice(start, start + pageSize);
  return json(
    200,
    page.map(({ name, id }) => ({ name, id })),
  );
};

/** `GET /communities-metadata/{id}`: the community with all its groups, the announcement group too (doc). */
export const communityMetadata = (state: CommunityState, communityId: string): Answer => {
  const community = state.find(communityId);
  return community === undefined ? COMMUNITY_NOT_FOUND : json(200, community);
};
