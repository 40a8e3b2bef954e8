import { distinct } from '../community/group-phones.ts';
import type { UnlinkGroupsArgs } from './unlink-groups.args.ts';

/** A valid wish to take groups out of a community. */
export interface UnlinkRequest {
  readonly communityId: string;
  /** Each group once, in the caller's order. */
  readonly groupsPhones: readonly string[];
}

export const toUnlinkRequest = ({ communityId, groupsPhones }: UnlinkGroupsArgs): UnlinkRequest => ({
  communityId,
  groupsPhones: distinct(groupsPhones),
});
