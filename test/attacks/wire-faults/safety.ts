import { GROUPS, type Member } from '../../contract/z-api/unlinking.ts';
import { linkedAs } from './expected-members.ts';
import type { Observation, Trial } from './observing.ts';
import { SAID_NO } from './wire-fault.ts';

/** What had really happened when a caller was told something. */
export interface GroundTruth {
  /** POSTs that the server read whole. */
  readonly posts: number;
  /** What a complete answer to the POST said; undefined when none came, or none that says either. */
  readonly said: 'done' | 'refused' | 'no' | undefined;
  /** The requested groups that are linked, where the server let that be read. */
  readonly linked: readonly string[] | undefined;
}

/** Members that a caller takes for "nothing was changed". */
const NOTHING_WAS_CHANGED: readonly Member['__typename'][] = [
  'CommunityUpstreamError',
  'CommunityRateLimitedError',
  'WhatsAppInstanceError',
  'CommunityInputError',
  'CommunityNotFoundError',
];

/** Why a caller must not be told this; undefined when it is safe. */
export const unsafeAnswer = (member: Member, { posts, said, linked }: GroundTruth): string | undefined => {
  if (posts > 1) return `${posts} POSTs`;
  if (
    member.__typename === 'UnlinkSuccess' &&
    said !== 'done' &&
    (linked === undefined || linked.length > 0)
  ) {
    return 'success without proof';
  }
  if (NOTHING_WAS_CHANGED.includes(member.__typename) && posts > 0 && said !== 'no' && said !== 'refused') {
    return 'nothing was changed, without proof';
  }
  if (member.__typename === 'UnlinkRejectedError' && said !== 'refused')
    return 'refused, though nobody said so';
  const wrong = ('groups' in member ? member.groups : []).filter(({ phone, status }) => {
    if (status === 'STILL_LINKED') return !linked?.includes(phone);
    if (status === 'NOT_LINKED') return linked === undefined || linked.includes(phone);
    return status === 'UNLINKED' && said !== 'done';
  });
  return wrong.length > 0
    ? `wrong about ${wrong.map(({ phone }) => GROUPS.indexOf(phone as never))}`
    : undefined;
};

export const unsafetyOf = ({ fault: { comesTo }, reads }: Trial, { member, posts }: Observation) =>
  unsafeAnswer(member, {
    posts,
    said:
      comesTo === 'done' || comesTo === 'refused' ? comesTo : SAID_NO.includes(comesTo) ? 'no' : undefined,
    linked: reads === 'the same' ? undefined : linkedAs(reads),
  });
