import { describe, expect, it } from '@jest/globals';
import { explainFailure } from '../../../src/cli/z-api-diagnosis.ts';
import { SETTINGS } from '../../../src/config/settings.ts';
import type { Meaning } from '../../../src/z-api/meaning.ts';
import { MEANINGS } from '../meanings.ts';

const misconfigured = (cause: Extract<Meaning, { kind: 'misconfigured' }>['cause']): Meaning => ({
  kind: 'misconfigured',
  cause,
});

/** The settings that a text names, in the order of the list of settings. */
const settingsIn = (text: string): readonly string[] =>
  SETTINGS.map(({ name }) => name).filter((name) => text.includes(name));

const NAMED: readonly (readonly [Meaning, readonly string[]])[] = [
  [misconfigured('client-token-missing'), ['ZAPI_CLIENT_TOKEN']],
  [misconfigured('client-token-wrong'), ['ZAPI_CLIENT_TOKEN']],
  [misconfigured('address-not-allowed'), []],
  [misconfigured('not-allowed'), ['ZAPI_CLIENT_TOKEN']],
  [misconfigured('instance-not-found'), ['ZAPI_INSTANCE_ID', 'ZAPI_INSTANCE_TOKEN']],
  [misconfigured('unauthorized'), ['ZAPI_INSTANCE_ID', 'ZAPI_INSTANCE_TOKEN', 'ZAPI_CLIENT_TOKEN']],
  [{ kind: 'not-sent', cause: 'unreachable' }, ['ZAPI_BASE_URL']],
  [{ kind: 'not-sent', cause: 'untrusted-certificate' }, ['ZAPI_BASE_URL']],
  [{ kind: 'protocol' }, ['ZAPI_BASE_URL']],
  [{ kind: 'missing' }, ['ZAPI_BASE_URL']],
  [{ kind: 'instance', cause: 'disconnected' }, []],
  [{ kind: 'instance', cause: 'subscription-expired' }, []],
  [{ kind: 'limited', retryAfterSeconds: 90 }, []],
  [{ kind: 'refused' }, ['ZAPI_BASE_URL']],
  [{ kind: 'unknown' }, ['ZAPI_BASE_URL']],
  [{ kind: 'done' }, ['ZAPI_BASE_URL']],
];

describe('the diagnosis of a failing status', () => {
  it.each(NAMED)('of %j names the settings %j and no other', (meaning, names) => {
    expect(settingsIn(explainFailure(meaning))).toEqual(names);
  });

  it('has a sentence for every meaning', () => {
    const texts = MEANINGS.map(explainFailure);
    expect(texts.filter((text) => !/^[A-Z].+\.$/.test(text))).toEqual([]);
  });

  it.each([
    [misconfigured('address-not-allowed'), 'IP address'],
    [{ kind: 'instance', cause: 'disconnected' }, 'reconnect the phone'],
    [{ kind: 'instance', cause: 'subscription-expired' }, 'subscription has ended'],
    [{ kind: 'not-sent', cause: 'untrusted-certificate' }, 'certificate'],
    [{ kind: 'limited', retryAfterSeconds: 90 }, '90 seconds'],
  ] as const)('of %j says %j', (meaning, words) => {
    expect(explainFailure(meaning)).toContain(words);
  });

  it('tells apart all causes that ask for different acts', () => {
    const texts = NAMED.slice(0, 9).map(([meaning]) => explainFailure(meaning));
    expect(new Set(texts).size).toBe(texts.length);
  });
});
