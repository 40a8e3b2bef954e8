import { Field, ID, Int, ObjectType } from 'type-graphql';
import { Community } from '../community/community.type.ts';
import { GroupUnlinkPreview } from './group-unlink-preview.type.ts';

export interface UnlinkPreviewFields {
  readonly allowed: boolean;
  readonly groups: readonly GroupUnlinkPreview[];
  readonly remainingGroups: number;
  readonly community: Community;
  readonly requestId: string;
}

@ObjectType({ description: 'What `unlinkGroups` would do with the same arguments.' })
export class UnlinkPreview {
  @Field(() => Boolean, {
    description: 'True when no requested group is blocked. WhatsApp has the last word.',
  })
  readonly allowed: boolean;

  @Field(() => [GroupUnlinkPreview], {
    description: 'One entry per distinct requested group, in request order.',
  })
  readonly groups: readonly GroupUnlinkPreview[];

  @Field(() => Int, { description: 'Ordinary groups that would stay linked.' })
  readonly remainingGroups: number;

  @Field(() => Community)
  readonly community: Community;

  @Field(() => ID, { description: 'Quote it when asking for support: it is in every log line of this call.' })
  readonly requestId: string;

  constructor({ allowed, groups, remainingGroups, community, requestId }: UnlinkPreviewFields) {
    this.allowed = allowed;
    this.groups = groups;
    this.remainingGroups = remainingGroups;
    this.community = community;
    this.requestId = requestId;
  }
}
