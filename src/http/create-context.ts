import type { FastifyReply, FastifyRequest } from 'fastify';
import { CommunityReader } from '../api/community/community-loader.ts';
import type { OperationContext } from '../api/context/operation-context.ts';
import type { AuditUnlink } from '../api/membership/audit.ts';
import { CATALOGUES } from '../i18n/catalogues.ts';
import { type Clock, systemClock } from '../utils/clock.ts';
import { Deadline } from '../utils/deadline.ts';
import { observeExchange } from '../utils/log.ts';
import type { ServiceObserver } from '../utils/service-observer.ts';
import { languageOf, type ResponseType, responseTypeFor } from './content-negotiation.ts';

/** The context of an operation, and what the front door alone looks at. */
export interface RequestContext extends OperationContext {
  /** Whether a gateway brought the request, as proven by its secret. */
  readonly fromRouter: boolean;
  readonly responseType: ResponseType;
}

/** Makes the context of each operation. Its deadline runs from here. */
export const createContext =
  (deadlineMs: number, audit: AuditUnlink, { exchangeEnded }: ServiceObserver, clock: Clock = systemClock) =>
  ({ headers, id, log, visitor }: FastifyRequest, reply: FastifyReply): RequestContext => {
    if (visitor === undefined) throw new Error('nobody was let in');
    const { caller, fromRouter, instance } = visitor;
    const deadline = new Deadline(deadlineMs, clock);
    const observe = observeExchange(log, exchangeEnded);
    // A caller who hangs up needs no reads any more. An unlink is never given up: others may share it.
    const communities = new CommunityReader(
      instance.zApi,
      () => ({ deadline, observe, signal: hangUpOf(reply) }),
      instance.reads,
    );
    return {
      requestId: id,
      log,
      messages: CATALOGUES[languageOf(headers)],
      caller,
      mayUse: instance.mayUse,
      limits: instance.callers,
      deadline,
      observe,
      audit,
      unlinks: instance.unlinks,
      communities,
      outcomes: [],
      fromRouter,
      responseType: responseTypeFor(headers.accept),
    };
  };

/** Aborted when the caller hangs up before the answer is out. */
const hangUpOf = ({ raw }: FastifyReply): AbortSignal => {
  const hungUp = new AbortController();
  if (raw.destroyed) hungUp.abort();
  else raw.once('close', () => hungUp.abort());
  return hungUp.signal;
};
