import { CommunityReader } from '../../src/community/community-reader.ts';
import type { OperationContext } from '../../src/community/operation-context.ts';
import { en } from '../../src/messages/en.ts';
import { GroupUnlinker } from '../../src/unlink-groups/group-unlinker.ts';
import { Unlinks } from '../../src/unlink-groups/unlinks.ts';
import { Deadline } from '../../src/z-api/deadline.ts';
import { ZApiDatasource } from '../../src/z-api/z-api.datasource.ts';
import { recordingLog } from './recording-log.ts';
import { type Answering, transportOf } from './z-api/exchanges.ts';

export const REQUEST_ID = 'request-1';

/** What an operation is given when every exchange with Z-API comes to this. No time passes. */
export const operationContext = (exchange: Answering = { kind: 'no-answer', fault: 'UNUSED' }) => {
  const { transport, calls } = transportOf(exchange);
  const { log, lines } = recordingLog();
  const deadline = new Deadline(20_000, () => 0);
  const zApi = new ZApiDatasource(transport, 12_000);
  const context: OperationContext = {
    requestId: REQUEST_ID,
    log,
    messages: en,
    deadline,
    unlinks: new Unlinks(new GroupUnlinker(zApi, 'on-failure')),
    communities: new CommunityReader(zApi, { deadline }, (read) => read()),
    outcomes: [],
  };
  return { context, calls, lines };
};
