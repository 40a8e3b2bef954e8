import type { FastifyReply, FastifyRequest } from 'fastify';
import { CommunityReader } from '../api/community/community-loader.ts';
import type { OperationContext } from '../api/context/operation-context.ts';
import type { AuditUnlink } from '../api/membership/audit.ts';
import { CATALOGUES } from '../i18n/catalogues.ts';
import { type Clock, systemClock } from '../utils/clock.ts';
import { Deadline } from '../utils/deadline.ts';
import { logExchange } from '../utils/log.ts';
import type { ServiceObserver } from '../utils/service-observer.ts';
import { languageOf, responseTypeFor } from './content-negotiation.ts';

export interface ContextParts {
  /** How long an operation may take, in milliseconds. */
  readonly deadlineMs: number;
  readonly audit: AuditUnlink;
  readonly observer: ServiceObserver;
  readonly clock?: Clock | undefined;
}

export type CreateContext = (
  request: FastifyRequest,
  reply: FastifyReply,
) => Omit<OperationContext, 'document'>;

/** Creates the context of each operation. Its deadline starts here. */
export const contextFactory =
  ({ deadlineMs, audit, observer, clock = systemClock }: ContextParts): CreateContext =>
  ({ headers, id, log, identity }, reply) => {
    if (identity === undefined) throw new Error('the request was not authenticated');
    const { caller, isFromGateway, tenant } = identity;
    const deadline = new Deadline(deadlineMs, clock);
    const exchangeObservers = [observer.exchangeEnded, logExchange(log)];
    // Reads stop when the caller hangs up. An unlink goes on: other callers may have joined it.
    const communities = new CommunityReader(
      tenant.zApi,
      () => ({ deadline, observers: exchangeObservers, signal: hangUpOf(reply) }),
      tenant.reads,
    );
    return {
      requestId: id,
      log,
      messages: CATALOGUES[languageOf(headers)],
      caller,
      isFromGateway,
      acceptsOnlyJson: responseTypeFor(headers.accept).onlyJson,
      tenant,
      deadline,
      exchangeObservers,
      audit,
      communities,
      outcomes: [],
    };
  };

/** Aborted when the caller hangs up before the response is sent. */
const hangUpOf = ({ raw }: FastifyReply): AbortSignal => {
  const hungUp = new AbortController();
  if (raw.destroyed) hungUp.abort();
  else raw.once('close', () => hungUp.abort());
  return hungUp.signal;
};
