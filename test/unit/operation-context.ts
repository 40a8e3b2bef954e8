import { CommunityReader } from '../../src/api/community/community-loader.ts';
import type { OperationContext } from '../../src/api/context/operation-context.ts';
import type { ReadLimits } from '../../src/api/context/tenant.ts';
import type { AuditUnlink } from '../../src/api/membership/audit.ts';
import { UnlinkCoordinator, type UnlinkLimits } from '../../src/api/membership/coordinator.ts';
import { UnlinkService } from '../../src/api/membership/service.ts';
import { ANYONE } from '../../src/auth/caller.ts';
import { en } from '../../src/i18n/en.ts';
import { KeyedSemaphore } from '../../src/store/keyed-semaphore.ts';
import { RateLimiter } from '../../src/store/rate-limiter.ts';
import { systemClock } from '../../src/utils/clock.ts';
import { Deadline } from '../../src/utils/deadline.ts';
import { logExchange } from '../../src/utils/log.ts';
import { ZApiDatasource } from '../../src/z-api/z-api.datasource.ts';
import { recordingLog } from './recording-log.ts';
import { type Answering, transportOf } from './z-api/exchanges.ts';

export const REQUEST_ID = 'request-1';

/** Limits that limit nothing. */
export const UNLIMITED_READS: ReadLimits = { inTurn: (read) => read(), perMinute: new RateLimiter(0) };
export const unlimitedUnlinks = (): UnlinkLimits => ({
  mutations: new RateLimiter(0),
  turns: new KeyedSemaphore({ atOnce: 1_000, waiting: 1_000 }),
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
  const deadline = new Deadline(20_000, { ...systemClock, now: () => 0 });
  const zApi = new ZApiDatasource(transport, 12_000);
  const context: OperationContext = {
    requestId: REQUEST_ID,
    log,
    messages: en,
    caller: ANYONE,
    isFromGateway: false,
    acceptsOnlyJson: false,
    document: undefined,
    tenant: {
      name: undefined,
      zApi,
      unlinks: new UnlinkCoordinator(new UnlinkService(zApi, 'on-failure'), unlimitedUnlinks()),
      reads: UNLIMITED_READS,
      callerLimits: { mutations: new RateLimiter(0), queries: new RateLimiter(0) },
      mayUse: () => true,
      load: () => {
        throw new Error('not used');
      },
    },
    deadline,
    exchangeObservers: [logExchange(log)],
    audit,
    communities: new CommunityReader(zApi, () => ({ deadline }), UNLIMITED_READS),
    outcomes: [],
  };
  return { context, calls, lines, events };
};
