import type { Caller } from '../../auth/caller.ts';
import { type Log, logUnexpected } from '../../utils/log.ts';
import type { ExchangeReport } from '../../utils/service-observer.ts';
import type { UnlinkRequest } from './outcome.ts';

/** Writes the intent of an accepted unlink, before anything is sent; the function it returns writes the result. */
export type AuditUnlink = (intent: UnlinkIntent) => (result: AuditedResult) => void;

export interface UnlinkIntent {
  readonly requestId: string;
  readonly caller: Caller;
  readonly request: UnlinkRequest;
}

/** The result that the caller got, and what was sent to Z-API for it. */
export interface AuditedResult {
  /** The member of UnlinkResult, by name. */
  readonly result: string;
  readonly code: string | undefined;
  /** POSTs made or tried; none for a caller that joined another's. */
  readonly attempts: number;
  /** How often the community was read back. */
  readonly readBacks: number;
  readonly milliseconds: number;
}

interface Audited {
  readonly audit: AuditUnlink;
  readonly caller: Caller;
  readonly log: Log;
  readonly requestId: string;
}

/** The audit entry of one caller's unlink. It never throws: a failing audit must cost neither the POST nor its outcome. */
export class AuditEntry {
  readonly #startedAt = performance.now();
  readonly #log: Log;
  readonly #writeResult: ReturnType<AuditUnlink> | undefined;
  #attempts = 0;
  #readBacks = 0;

  /** Writes the intent. */
  constructor(request: UnlinkRequest, { audit, caller, log, requestId }: Audited) {
    this.#log = log;
    try {
      this.#writeResult = audit({ requestId, caller, request });
    } catch (error) {
      logUnexpected(log, error, 'audit event lost: unexpected error');
    }
  }

  /** Counts an exchange that was made for this unlink. */
  readonly count = ({ endpoint, attempt }: ExchangeReport): void => {
    if (endpoint === 'communities/unlink') this.#attempts += 1;
    else if (endpoint === 'communities-metadata' && attempt === 1) this.#readBacks += 1;
  };

  /** Writes the result that the caller gets. */
  end(result: object): void {
    try {
      this.#writeResult?.({
        result: result.constructor.name,
        code: 'code' in result ? String(result.code) : undefined,
        attempts: this.#attempts,
        readBacks: this.#readBacks,
        milliseconds: Math.round(performance.now() - this.#startedAt),
      });
    } catch (error) {
      logUnexpected(this.#log, error, 'audit event lost: unexpected error');
    }
  }
}
