import { createAuditLog } from '../../src/bootstrap/audit-log.ts';
import { createLogger } from '../../src/bootstrap/logger.ts';
import { readConfig } from '../../src/config/config.ts';
import { type Service, startService } from '../../src/server.ts';
import type { ZApiDatasource } from '../../src/z-api/z-api.datasource.ts';
import { CANARY_ACCESS } from '../support/canaries.ts';

export interface BrokenParts {
  readonly zApi: ZApiDatasource;
  /** Takes each line of the log. */
  readonly write: (line: string) => void;
}

/** The real service around a datasource, or a log, with a fault of its own. */
export const startBrokenService = ({ zApi, write }: BrokenParts): Promise<Service> => {
  const config = readConfig({
    NODE_ENV: 'test',
    PORT: '0',
    LOG_LEVEL: 'trace',
    ZAPI_INSTANCE_ID: CANARY_ACCESS.instanceId,
    ZAPI_INSTANCE_TOKEN: CANARY_ACCESS.instanceToken,
    ZAPI_CLIENT_TOKEN: CANARY_ACCESS.clientToken,
  });
  return startService(config, {
    zApi,
    log: createLogger(config, { write }),
    audit: createAuditLog(config, { write: () => {} }),
  });
};
