import { describe, expect, it } from '@jest/globals';
import { startupWarnings } from '../../../src/bootstrap/startup-warnings.ts';
import { readConfig } from '../../../src/config/config.ts';
import { LIVE, TOKENS } from '../config/live-environment.ts';

const warningsWith = (environment: Readonly<Record<string, string>>) =>
  startupWarnings(readConfig({ ...LIVE, ...TOKENS, ...environment }));

describe('what is warned of at start', () => {
  it('is nothing where callers are authenticated and all else is left as it is', () => {
    expect(warningsWith({})).toEqual([]);
  });

  it('is that callers are not authenticated', () => {
    expect(startupWarnings(readConfig(LIVE))).toEqual([
      'callers are not authenticated: whoever reaches this address may do everything',
    ]);
  });

  it('is that the audit shows ids', () => {
    expect(warningsWith({ AUDIT_PLAIN_IDS: 'on' })).toEqual([
      'AUDIT_PLAIN_IDS is on: the audit shows phones, groups and communities',
    ]);
  });

  it.each([
    ['20000', true],
    ['20001', false],
  ])('is that finishing may take as long as an operation: with %s of 20000 ms, %s', (grace, warned) => {
    expect(warningsWith({ SHUTDOWN_GRACE_MS: grace })).toEqual(
      warned
        ? ['SHUTDOWN_GRACE_MS is not more than ZAPI_DEADLINE_MS: a stop may cut off what is in flight']
        : [],
    );
  });
});
