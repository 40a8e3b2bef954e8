import { describe, expect, it } from '@jest/globals';
import { formatErrors } from '../../../src/config/environment.ts';
import { SETTINGS } from '../../../src/config/settings.ts';
import { configErrorOf } from './config-faults.ts';
import { CLIENT_TOKEN, LIVE } from './live-environment.ts';

describe('the report of faults', () => {
  it.each(SETTINGS)(
    'says of $name what is wrong, what it is and where it is found',
    ({ name, description: what, hint: where }) => {
      const report = formatErrors([{ name, error: 'is missing' }]);
      expect(report).toContain(`${name} is missing.\n`);
      expect(report).toContain(what);
      expect(report.includes("In Z-API's panel:")).toBe(where !== undefined);
      expect(report).toContain(where ?? what);
    },
  );

  it('counts the faults', () => {
    const { errors: faults } = configErrorOf({});
    expect(formatErrors(faults)).toMatch(/^The service cannot start: 2 settings are missing or invalid\.\n/);
    expect(formatErrors(faults.slice(1))).toMatch(
      /^The service cannot start: 1 setting is missing or invalid\.\n/,
    );
  });

  it('names every fault once, in the order found', () => {
    const { errors: faults } = configErrorOf({ PORT: 'x', LOG_LEVEL: 'x' });
    const named = [...formatErrors(faults).matchAll(/^ {2}(\w+) .*\.$/gm)].map(([, name]) => name);
    expect(named).toEqual(faults.map(({ name }) => name));
    expect(named).toHaveLength(4);
  });

  it('tells of .env.example and of the simulator that needs no account', () => {
    const report = formatErrors(configErrorOf({}).errors);
    expect(report).toContain('.env.example');
    expect(report).toContain('npm run dev');
    expect(report.endsWith('\n')).toBe(true);
  });

  it('holds no value', () => {
    const report = formatErrors(
      configErrorOf({ ...LIVE, ZAPI_INSTANCE_ID: CLIENT_TOKEN, PORT: '99999', ZAPI_BASE_URL: 'LEAKED' })
        .errors,
    );
    expect(report).toContain('ZAPI_INSTANCE_ID contains a value that looks like ZAPI_CLIENT_TOKEN');
    expect(report).not.toMatch(/0123456789abcdef|99999|LEAKED/);
  });
});
