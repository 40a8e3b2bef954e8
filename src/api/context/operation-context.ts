import type { DocumentNode } from 'graphql';
import type { Caller } from '../../auth/caller.ts';
import type { Messages } from '../../i18n/en.ts';
import type { Deadline } from '../../utils/deadline.ts';
import type { Log } from '../../utils/log.ts';
import type { ExchangeObserver } from '../../utils/service-observer.ts';
import type { ReadResult } from '../../z-api/meaning.ts';
import type { CommunityMetadata, CommunitySummary } from '../../z-api/response-bodies.ts';
import type { AuditUnlink } from '../membership/audit.ts';
import type { Tenant } from './tenant.ts';

/** Everything that one GraphQL request hands to its resolvers. */
export interface OperationContext {
  readonly requestId: string;
  readonly log: Log;
  /** The catalogue of the caller's language. */
  readonly messages: Messages;
  readonly caller: Caller;
  /** Whether a gateway sent the request, as proven by its secret. */
  readonly isFromGateway: boolean;
  /** Whether the client accepts no other media type than `application/json`. */
  readonly acceptsOnlyJson: boolean;
  readonly tenant: Tenant;
  /** When the whole operation must be over. */
  readonly deadline: Deadline;
  /** Receives a report of every exchange with Z-API. */
  readonly exchangeObservers: readonly ExchangeObserver[];
  readonly audit: AuditUnlink;
  readonly communities: CommunityLoader;
  /** Parsed and valid; undefined when Apollo Server is to report what is wrong with it. */
  readonly document: DocumentNode | undefined;
  /** The results of the root fields, in the order they ended. */
  readonly outcomes: RecordedOutcome[];
}

/** Reads communities for one request, within the limits of its tenant. */
export interface CommunityLoader {
  read(communityId: string): Promise<ReadResult<CommunityMetadata>>;
  list(page: number, pageSize: number): Promise<ReadResult<readonly CommunitySummary[]>>;
}

export interface RecordedOutcome {
  /** The name of the result's type; `null` for no result, `error` for an entry in `errors`. */
  readonly type: string;
  readonly code: string | undefined;
}
