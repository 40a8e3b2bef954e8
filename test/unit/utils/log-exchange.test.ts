import { describe, expect, it } from '@jest/globals';
import { logExchange } from '../../../src/utils/log.ts';
import { recordingLog } from '../recording-log.ts';

describe('an exchange with Z-API', () => {
  it.each([
    [200, undefined, 'debug'],
    [299, undefined, 'debug'],
    [300, undefined, 'warn'],
    [400, undefined, 'warn'],
    [502, undefined, 'warn'],
    [200, 'FAILED', 'warn'],
    [undefined, 'ECONNREFUSED', 'warn'],
    [undefined, undefined, 'warn'],
  ] as const)('with status %s and fault %s is logged at %s', (status, fault, level) => {
    const { log, lines } = recordingLog();
    const report = {
      endpoint: 'status',
      attempt: 1,
      kind: 'answered',
      milliseconds: 7,
      status,
      fault,
    } as const;
    logExchange(log)(report);
    expect(lines).toEqual([{ level, fields: report, message: 'z-api exchange' }]);
  });
});
