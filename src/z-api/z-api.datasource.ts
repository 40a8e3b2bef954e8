import type { Deadline } from '../utils/deadline.ts';
import type { Endpoint, ExchangeObserver } from '../utils/service-observer.ts';
import { CircuitBreaker } from './circuit-breaker.ts';
import { type ConnectionStatus, classifyRead, classifyStatus, classifyWrite } from './classify-response.ts';
import type { Exchange, Transport, UpstreamRequest } from './exchange.ts';
import { inExchangeSpan } from './exchange-span.ts';
import type { Meaning, ReadResult } from './meaning.ts';
import {
  type CommunityMetadata,
  type CommunitySummary,
  readCommunityList,
  readCommunityMetadata,
} from './response-bodies.ts';
import { type Repeatable, whenNotSent, whenUnanswered, withRetry } from './retry.ts';

/** What one call may spend, and who is told of it. */
export interface CallOptions {
  readonly deadline: Deadline;
  /** Each receives a report of every exchange; none may throw. */
  readonly observers?: readonly ExchangeObserver[] | undefined;
  /** Aborted when nobody waits for the result any more: no further attempt is made. */
  readonly signal?: AbortSignal | undefined;
}

/** Z-API, one method per endpoint. No method throws for what happens on the wire. */
export class ZApiDatasource {
  readonly #transport: Transport;
  readonly #attemptTimeoutMs: number;
  readonly breaker: CircuitBreaker;

  /** Without a breaker, every exchange is made. */
  constructor(
    transport: Transport,
    attemptTimeoutMs: number,
    breaker: CircuitBreaker = new CircuitBreaker({ failures: 0 }),
  ) {
    this.#transport = transport;
    this.#attemptTimeoutMs = attemptTimeoutMs;
    this.breaker = breaker;
  }

  /** `POST /communities/unlink` (doc). Repeated only when it certainly was not sent. */
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
    return classifyWrite(await this.#exchange('communities/unlink', request, whenNotSent, options));
  }

  /** `GET /communities?page&pageSize` (doc): one page, no total. Pages start at 1 (guess). */
  async listCommunities(
    page: number,
    pageSize: number,
    options: CallOptions,
  ): Promise<ReadResult<readonly CommunitySummary[]>> {
    const request = { method: 'GET', path: ['communities'], query: { page, pageSize } } as const;
    const outcome = classifyRead(await this.#exchange('communities', request, whenUnanswered, options));
    return outcome.kind === 'failed' ? outcome : trusted(readCommunityList(outcome.json));
  }

  /** `GET /communities-metadata/{communityId}` (doc). */
  async readCommunity(communityId: string, options: CallOptions): Promise<ReadResult<CommunityMetadata>> {
    const request = { method: 'GET', path: ['communities-metadata', communityId] } as const;
    const outcome = classifyRead(
      await this.#exchange('communities-metadata', request, whenUnanswered, options),
    );
    return outcome.kind === 'failed' ? outcome : trusted(readCommunityMetadata(communityId, outcome.json));
  }

  /** `GET /status` (doc). */
  async readStatus(options: CallOptions): Promise<ReadResult<ConnectionStatus>> {
    const request = { method: 'GET', path: ['status'] } as const;
    return classifyStatus(await this.#exchange('status', request, whenUnanswered, options));
  }

  #exchange(
    endpoint: Endpoint,
    request: UpstreamRequest,
    repeatable: Repeatable,
    { deadline, observers = [], signal }: CallOptions,
  ): Promise<Exchange> {
    const attempt = async (number: number): Promise<Exchange> => {
      const startedAt = performance.now();
      const timeoutMs = Math.min(this.#attemptTimeoutMs, deadline.remainingMs());
      const exchange = await inExchangeSpan(endpoint, number, async () => {
        const came = await this.#transport(request, timeoutMs);
        return timeoutMs < this.#attemptTimeoutMs ? cutShort(came) : came;
      });
      const report = {
        endpoint,
        attempt: number,
        kind: exchange.kind,
        milliseconds: Math.round(performance.now() - startedAt),
        status: exchange.kind === 'answered' ? exchange.answer.status : undefined,
        fault: exchange.fault,
      };
      for (const observe of observers) observe(report);
      return exchange;
    };
    return withRetry((number) => this.breaker.pass(() => attempt(number)), { deadline, repeatable, signal });
  }
}

/** It was given less than an attempt's time, because the operation's was running out: that says nothing of Z-API. */
const cutShort = (exchange: Exchange): Exchange =>
  exchange.fault === 'TIMEOUT' ? { ...exchange, fault: 'DEADLINE_PASSED' } : exchange;

/** A body that is not as documented is no answer. */
const trusted = <T>(value: T | undefined): ReadResult<T> =>
  value === undefined ? { kind: 'failed', meaning: { kind: 'unknown' } } : { kind: 'found', value };
