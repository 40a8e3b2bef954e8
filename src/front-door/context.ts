import type { FastifyReply, FastifyRequest } from 'fastify';
import { CommunityReader } from '../community/community-reader.ts';
import { observeExchange } from '../community/observe-exchange.ts';
import type { OperationContext } from '../community/operation-context.ts';
import { CATALOGUES } from '../messages/catalogues.ts';
import type { AuditUnlink } from '../unlink-groups/unlink-audit.ts';
import { Deadline } from '../z-api/deadline.ts';
import { languageOf } from './language.ts';
import type { ServiceObserver } from './service-observer.ts';

/** The context of an operation, and what the front door alone looks at. */
export interface RequestContext extends OperationContext {
  /** Whether a gateway brought the request, as proven by its secret. */
  readonly fromRouter: boolean;
}

/** Makes the context of each operation. Its deadline runs from here. */
export const createContext =
  (deadlineMs: number, audit: AuditUnlink, { exchangeEnded }: ServiceObserver) =>
  async ({ headers, id, log, visitor }: FastifyRequest, reply: FastifyReply): Promise<RequestContext> => {
    if (visitor === undefined) throw new Error('nobody was let in');
    const { caller, fromRouter, instance } = visitor;
    const deadline = new Deadline(deadlineMs);
    const observe = observeExchange(log, exchangeEnded);
    // A caller who hangs up needs no reads any more. An unlink is never given up: others may share it.
    const hungUp = new AbortController();
    reply.raw.once('close', () => {
      if (!reply.raw.writableFinished) hungUp.abort();
    });
    const communities = new CommunityReader(
      instance.zApi,
      { deadline, observe, signal: hungUp.signal },
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
    };
  };
