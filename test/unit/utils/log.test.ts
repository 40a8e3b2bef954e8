import { describe, expect, it } from '@jest/globals';
import { logUnexpected } from '../../../src/utils/log.ts';
import { recordingLog } from '../recording-log.ts';

describe('what nobody foresaw', () => {
  it('is logged as an error with its message', () => {
    const { log, lines } = recordingLog();
    const error = new Error('x');
    logUnexpected(log, error, 'outcome unknown');
    expect(lines).toEqual([{ level: 'error', fields: { err: error }, message: 'outcome unknown' }]);
  });

  it('throws nothing when it cannot be logged', () => {
    const log = {
      ...recordingLog().log,
      error: () => {
        throw new Error('disk full');
      },
    };
    expect(() => logUnexpected(log, new Error('x'), 'lost')).not.toThrow();
  });
});
