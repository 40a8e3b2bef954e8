import type { Caller } from '../../auth/caller.ts';
import type { Messages } from '../../i18n/en.ts';
import type { RateLimit } from '../../store/rate-limiter.ts';
import type { Deadline } from '../../utils/deadline.ts';
import type { Log } from '../../utils/log.ts';
import type { ExchangeObserver } from '../../utils/service-observer.ts';
import type { CommunityReader } from '../community/community-loader.ts';
import type { AuditUnlink } from '../membership/audit.ts';
import type { Unlinks } from '../membership/coordinator.ts';

/** What one GraphQL request hands to its operations. */
export interface OperationContext {
  readonly requestId: string;
  readonly log: Log;
  readonly messages: Messages;
  readonly caller: Caller;
  /** Whether the caller's tenant may see and change this community. */
  readonly mayUse: (communityId: string) => boolean;
  /** What each caller may ask for, by its id. */
  readonly limits: CallerLimits;
  /** By when the whole operation must be over. */
  readonly deadline: Deadline;
  /** Told of every exchange that an unlink of this operation makes with Z-API. */
  readonly observe: ExchangeObserver;
  /** Told of each unlink that is accepted, and of what came of it. */
  readonly audit: AuditUnlink;
  readonly unlinks: Unlinks;
  readonly communities: CommunityReader;
  /** What the root fields came to, in the order they ended. */
  readonly outcomes: RecordedOutcome[];
}

export interface CallerLimits {
  readonly mutations: RateLimit;
  readonly queries: RateLimit;
}

export interface RecordedOutcome {
  /** The type's name; `null` for nothing, and `error` for an entry in `errors`. */
  readonly type: string;
  readonly code: string | undefined;
}
