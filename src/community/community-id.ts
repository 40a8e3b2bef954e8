import { type ArgumentRule, asAWhole } from './argument-rule.ts';

/** Bare digits, 18 to 20 seen (observed); the bounds leave room. */
export const COMMUNITY_ID = /^[0-9]{5,32}$/;

export const isCommunityId = (value: unknown): value is string =>
  typeof value === 'string' && COMMUNITY_ID.test(value);

export const communityIdFormat: ArgumentRule = {
  name: 'format',
  message: 'communityIdFormat',
  brokenAt: (value) => asAWhole(isCommunityId(value)),
};
