import { ANYONE } from '../../src/community/caller.ts';
import { CommunityReader, type ReadLimits } from '../../src/community/community-reader.ts';
import { observeExchange } from '../../src/community/observe-exchange.ts';
import type { OperationContext } from '../../src/community/operation-context.ts';
import { RateLimit } from '../../src/community/rate-limit.ts';
import { en } from '../../src/messages/en.ts';
import { GroupUnlinker } from '../../src/unlink-groups/group-unlinker.ts';
import { Turns } from '../../src/unlink-groups/turns.ts';
import type { AuditUnlink } from '../../src/unlink-groups/unlink-audit.ts';
import { type UnlinkLimits, Unlinks } from '../../src/unlink-groups/unlinks.ts';
import { Deadline } from '../../src/z-api/deadline.ts';
import { ZApiDatasource } from '../../src/z-api/z-api.datasource.ts';
import { recordingLog } from './recording-log.ts';
import { type Answering, transportOf } from './z-api/exchanges.ts';

export const REQUEST_ID = 'request-1';

/** Limits that limit nothing. */
export const UNLIMITED_READS: ReadLimits = { inTurn: (read) => read(), perMinute: new RateLimit(0) };
export const unlimitedUnlinks = (): UnlinkLimits => ({
  mutations: new RateLimit(0),
  turns: new Turns({ atOnce: 1_000, waiting: 1_000 }),
});

/** An audit that keeps its events. */
export const recordingAudit = () => {
  const events: object[] = [];
  const audit: AuditUnlink = (intent) => {
    events.push(intent);
    return (told) => events.push(told);
  };
  return { audit, events };
};

/** What an operation is given when every exchange with Z-API comes to this. No time passes. */
export const operationContext = (exchange: Answering = { kind: 'no-answer', fault: 'UNUSED' }) => {
  const { transport, calls } = transportOf(exchange);
  const { log, lines } = recordingLog();
  const { audit, events } = recordingAudit();
  const deadline = new Deadline(20_000, () => 0);
  const zApi = new ZApiDatasource(transport, 12_000);
  const context: OperationContext = {
    requestId: REQUEST_ID,
    log,
    messages: en,
    caller: ANYONE,
    mayUse: () => true,
    limits: { mutations: new RateLimit(0), queries: new RateLimit(0) },
    deadline,
    observe: observeExchange(log),
    audit,
    unlinks: new Unlinks(new GroupUnlinker(zApi, 'on-failure'), unlimitedUnlinks()),
    communities: new CommunityReader(zApi, () => ({ deadline }), UNLIMITED_READS),
    outcomes: [],
  };
  return { context, calls, lines, events };
};
