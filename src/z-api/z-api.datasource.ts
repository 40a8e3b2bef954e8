import { classifyRead, classifyWrite } from './classification.ts';
import { type CommunityMetadata, readCommunityMetadata } from './community-metadata.ts';
import type { Deadline } from './deadline.ts';
import type { Exchange, Transport, UpstreamRequest } from './exchange.ts';
import type { Meaning } from './meaning.ts';
import type { ReadResult } from './read-result.ts';
import { type ConnectionStatus, classifyStatus } from './status.ts';

/** Told of every exchange: an endpoint's name, never its URL, and what came of it. */
export type ExchangeObserver = (report: ExchangeReport) => void;

export interface ExchangeReport {
  readonly endpoint: Endpoint;
  readonly milliseconds: number;
  /** The HTTP status; undefined when none came. */
  readonly status: number | undefined;
  /** What broke, as a token such as `ECONNREFUSED`; undefined when a whole answer came. */
  readonly fault: string | undefined;
}

export type Endpoint = 'communities/unlink' | 'communities-metadata' | 'status';

/** What one call may spend, and who is told of it. */
export interface CallOptions {
  readonly deadline: Deadline;
  readonly observe?: ExchangeObserver | undefined;
}

/** Z-API, one method per endpoint. No method throws for what happens on the wire. */
export class ZApiDatasource {
  readonly #transport: Transport;
  readonly #attemptTimeoutMs: number;

  constructor(transport: Transport, attemptTimeoutMs: number) {
    this.#transport = transport;
    this.#attemptTimeoutMs = attemptTimeoutMs;
  }

  /** `POST /communities/unlink` (doc). Sent at most once. */
  async unlinkGroups(
    communityId: string,
    groupsPhones: readonly string[],
    options: CallOptions,
  ): Promise<Meaning> {
    const request = {
      method: 'POST',
      path: ['communities', 'unlink'],
      body: { communityId, groupsPhones },
    } as const;
    return classifyWrite(await this.#exchange('communities/unlink', request, options));
  }

  /** `GET /communities-metadata/{communityId}` (doc). */
  async readCommunity(communityId: string, options: CallOptions): Promise<ReadResult<CommunityMetadata>> {
    const request = { method: 'GET', path: ['communities-metadata', communityId] } as const;
    const outcome = classifyRead(await this.#exchange('communities-metadata', request, options));
    if (outcome.kind === 'failed') return outcome;
    const value = readCommunityMetadata(communityId, outcome.json);
    return value ? { kind: 'found', value } : { kind: 'failed', meaning: { kind: 'unknown' } };
  }

  /** `GET /status` (doc). */
  async readStatus(options: CallOptions): Promise<ReadResult<ConnectionStatus>> {
    return classifyStatus(await this.#exchange('status', { method: 'GET', path: ['status'] }, options));
  }

  async #exchange(endpoint: Endpoint, request: UpstreamRequest, options: CallOptions): Promise<Exchange> {
    const startedAt = performance.now();
    const timeoutMs = Math.min(this.#attemptTimeoutMs, options.deadline.remainingMs());
    const exchange = await this.#transport(request, timeoutMs);
    options.observe?.({
      endpoint,
      milliseconds: Math.round(performance.now() - startedAt),
      status: exchange.kind === 'answered' ? exchange.answer.status : undefined,
      fault: exchange.fault,
    });
    return exchange;
  }
}
