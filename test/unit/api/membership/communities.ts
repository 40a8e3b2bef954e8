import type { Meaning, ReadResult } from '../../../../src/z-api/meaning.ts';
import type { CommunityMetadata } from '../../../../src/z-api/response-bodies.ts';

export const COMMUNITY_ID = '98372465382764532938';
export const ANNOUNCEMENT = '120363019502650970-group';
export const A = '120363019502650971-group';
export const B = '120363019502650972-group';
export const C = '5511999999999-1623281429';

/** The community as it is when just these groups are linked to it. */
export const communityOf = (...linked: readonly string[]): CommunityMetadata => ({
  id: COMMUNITY_ID,
  name: 'Community',
  description: null,
  groups: linked.map((phone) => ({
    phone,
    name: `Name of ${phone}`,
    isAnnouncement: phone === ANNOUNCEMENT,
  })),
});

export const seen = (...linked: readonly string[]): ReadResult<CommunityMetadata> => ({
  kind: 'found',
  value: communityOf(...linked),
});

export const unread = (meaning: Meaning): ReadResult<never> => ({ kind: 'failed', meaning });
