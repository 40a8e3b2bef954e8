import { CommunityReader } from '../../src/community/community-reader.ts';
import type { Log } from '../../src/community/log.ts';
import type { OperationContext } from '../../src/community/operation-context.ts';
import { en } from '../../src/messages/en.ts';
import { Deadline } from '../../src/z-api/deadline.ts';
import type { Exchange } from '../../src/z-api/exchange.ts';
import { ZApiDatasource } from '../../src/z-api/z-api.datasource.ts';
import { transportOf } from './z-api/exchanges.ts';

export const REQUEST_ID = 'request-1';

export interface LoggedLine {
  readonly level: keyof Log;
  readonly fields: unknown;
  readonly message: unknown;
}

/** A log that keeps its lines. */
export const recordingLog = () => {
  const lines: LoggedLine[] = [];
  const at =
    (level: keyof Log): Log[keyof Log] =>
    (fields: unknown, message?: unknown) => {
      lines.push({ level, fields, message });
    };
  const log: Log = {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    fatal: at('fatal'),
  };
  return { log, lines };
};

/** What an operation is given when every exchange with Z-API comes to this. */
export const operationContext = (
  exchange: Exchange | (() => Promise<Exchange>) = { kind: 'no-answer', fault: 'UNUSED' },
) => {
  const { transport, calls } = transportOf(exchange);
  const { log, lines } = recordingLog();
  const deadline = new Deadline(20_000, () => 0);
  const zApi = new ZApiDatasource(transport, 12_000);
  const context: OperationContext = {
    requestId: REQUEST_ID,
    log,
    messages: en,
    deadline,
    zApi,
    communities: new CommunityReader(zApi, { deadline }, en),
    outcomes: [],
  };
  return { context, calls, lines };
};
