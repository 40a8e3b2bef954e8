import type { FastifyReply, FastifyRequest } from 'fastify';
import pLimit from 'p-limit';
import { CommunityReader } from '../community/community-reader.ts';
import { observeExchange } from '../community/observe-exchange.ts';
import type { OperationContext } from '../community/operation-context.ts';
import { en } from '../messages/en.ts';
import type { Unlinks } from '../unlink-groups/unlinks.ts';
import { Deadline } from '../z-api/deadline.ts';
import type { ZApiDatasource } from '../z-api/z-api.datasource.ts';

/** The most reads for queries that are under way at once on one Z-API instance. */
const MAX_CONCURRENT_READS = 4;

/** What the operations of one Z-API instance share. */
export interface InstanceParts {
  readonly zApi: ZApiDatasource;
  readonly unlinks: Unlinks;
}

/** Makes the context of each operation. Its deadline runs from here. */
export const createContext = ({ zApi, unlinks }: InstanceParts, deadlineMs: number) => {
  const readLimit = pLimit(MAX_CONCURRENT_READS);
  return async ({ id, log }: FastifyRequest, reply: FastifyReply): Promise<OperationContext> => {
    const deadline = new Deadline(deadlineMs);
    // A caller who hangs up needs no reads any more. An unlink is never given up: others may share it.
    const hungUp = new AbortController();
    reply.raw.once('close', () => hungUp.abort());
    const communities = new CommunityReader(
      zApi,
      { deadline, observe: observeExchange(log), signal: hungUp.signal },
      readLimit,
    );
    return { requestId: id, log, messages: en, deadline, unlinks, communities, outcomes: [] };
  };
};
