import type { FastifyRequest } from 'fastify';
import { CommunityReader } from '../community/community-reader.ts';
import { observeExchange } from '../community/observe-exchange.ts';
import type { OperationContext } from '../community/operation-context.ts';
import { en } from '../messages/en.ts';
import { Deadline } from '../z-api/deadline.ts';
import type { ZApiDatasource } from '../z-api/z-api.datasource.ts';

/** Makes the context of each operation. Its deadline runs from here. */
export const createContext =
  (zApi: ZApiDatasource, deadlineMs: number) =>
  async ({ id, log }: FastifyRequest): Promise<OperationContext> => {
    const deadline = new Deadline(deadlineMs);
    const communities = new CommunityReader(zApi, { deadline, observe: observeExchange(log) }, en);
    return { requestId: id, log, messages: en, deadline, zApi, communities, outcomes: [] };
  };
