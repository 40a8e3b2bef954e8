import type { Caller } from '../../auth/caller.ts';
import { type Log, logUnexpected } from '../../utils/log.ts';
import type { ExchangeReport } from '../../utils/service-observer.ts';
import type { UnlinkRequest } from '../unlink/unlink.args.ts';
import type { UnlinkResult } from '../unlink/unlink.types.ts';

/** Takes down an unlink that was accepted, before anything is sent for it; what it returns takes down what came of it. */
export type AuditUnlink = (intent: UnlinkIntent) => (told: UnlinkTold) => void;

export interface UnlinkIntent {
  readonly requestId: string;
  readonly caller: Caller;
  readonly request: UnlinkRequest;
}

/** What a caller was told, and what was sent to Z-API for it. */
export interface UnlinkTold {
  /** The member of UnlinkResult, by name. */
  readonly result: string;
  readonly code: string | undefined;
  /** POSTs made or tried; none for who shared another's. */
  readonly attempts: number;
  /** How often the community was read to see what came of it. */
  readonly readBacks: number;
  readonly milliseconds: number;
}

interface Audited {
  readonly audit: AuditUnlink;
  readonly caller: Caller;
  readonly log: Log;
  readonly requestId: string;
}

/** One caller's unlink on its way through the audit. Nothing of it throws: the audit never costs an outcome, nor the POST. */
export class AuditedUnlink {
  readonly #startedAt = performance.now();
  readonly #log: Log;
  readonly #take: ReturnType<AuditUnlink> | undefined;
  #attempts = 0;
  #readBacks = 0;

  /** Takes down the intent. */
  constructor(request: UnlinkRequest, { audit, caller, log, requestId }: Audited) {
    this.#log = log;
    try {
      this.#take = audit({ requestId, caller, request });
    } catch (error) {
      logUnexpected(log, error, 'audit event lost: unexpected error');
    }
  }

  /** Counts an exchange that was made for it. */
  count({ endpoint, attempt }: ExchangeReport): void {
    if (endpoint === 'communities/unlink') this.#attempts += 1;
    else if (endpoint === 'communities-metadata' && attempt === 1) this.#readBacks += 1;
  }

  /** Takes down what the caller is told. */
  end(result: UnlinkResult): void {
    try {
      this.#take?.({
        result: result.constructor.name,
        code: 'code' in result ? result.code : undefined,
        attempts: this.#attempts,
        readBacks: this.#readBacks,
        milliseconds: Math.round(performance.now() - this.#startedAt),
      });
    } catch (error) {
      logUnexpected(this.#log, error, 'audit event lost: unexpected error');
    }
  }
}
