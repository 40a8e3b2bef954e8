import { describe, expect, it } from '@jest/globals';
import { ExpectedError } from '../../../../src/api/errors/expected-error.ts';
import { foundOrThrow } from '../../../../src/api/errors/from-z-api.ts';
import { en } from '../../../../src/i18n/en.ts';
import type { Meaning } from '../../../../src/z-api/meaning.ts';
import { MEANINGS } from '../../meanings.ts';
import { operationContext } from '../../operation-context.ts';

const { context } = operationContext();

const CODES: readonly (readonly [Meaning, keyof typeof en.errors])[] = [
  [{ kind: 'done' }, 'UPSTREAM_UNAVAILABLE'],
  [{ kind: 'unknown' }, 'UPSTREAM_UNAVAILABLE'],
  [{ kind: 'refused' }, 'UPSTREAM_PROTOCOL'],
  [{ kind: 'protocol' }, 'UPSTREAM_PROTOCOL'],
  [{ kind: 'not-sent', cause: 'unreachable' }, 'UPSTREAM_UNAVAILABLE'],
  [{ kind: 'not-sent', cause: 'circuit-open' }, 'UPSTREAM_UNAVAILABLE'],
  [{ kind: 'not-sent', cause: 'untrusted-certificate' }, 'UPSTREAM_MISCONFIGURED'],
  [{ kind: 'limited', retryAfterSeconds: 7 }, 'RATE_LIMITED'],
  [{ kind: 'misconfigured', cause: 'client-token-missing' }, 'UPSTREAM_MISCONFIGURED'],
  [{ kind: 'misconfigured', cause: 'client-token-wrong' }, 'UPSTREAM_MISCONFIGURED'],
  [{ kind: 'misconfigured', cause: 'address-not-allowed' }, 'UPSTREAM_MISCONFIGURED'],
  [{ kind: 'misconfigured', cause: 'not-allowed' }, 'UPSTREAM_MISCONFIGURED'],
  [{ kind: 'misconfigured', cause: 'instance-not-found' }, 'UPSTREAM_MISCONFIGURED'],
  [{ kind: 'misconfigured', cause: 'unauthorized' }, 'UPSTREAM_MISCONFIGURED'],
  [{ kind: 'instance', cause: 'disconnected' }, 'INSTANCE_DISCONNECTED'],
  [{ kind: 'instance', cause: 'subscription-expired' }, 'INSTANCE_SUBSCRIPTION_EXPIRED'],
];

const failureOf = (meaning: Meaning): unknown => {
  try {
    return { returned: foundOrThrow({ kind: 'failed', meaning }, context) };
  } catch (error) {
    return error;
  }
};

describe('what a read found', () => {
  it.each([['text'], [null], [false], [0], [{ id: '12345' }], [[]]])('is given as it is: %j', (value) => {
    expect(foundOrThrow({ kind: 'found', value }, context)).toBe(value);
  });

  it('is nothing where there is no such community', () => {
    expect(foundOrThrow({ kind: 'failed', meaning: { kind: 'missing' } }, context)).toBeUndefined();
  });
});

describe('what could not be read', () => {
  it.each(CODES)('after %j fails as expected with %s and a sentence that fits a read', (meaning, code) => {
    const failure = failureOf(meaning);
    expect(failure).toBeInstanceOf(ExpectedError);
    const sentences: Readonly<Record<string, string>> = { ...en.errors, ...en.reads };
    expect(failure).toMatchObject({ message: sentences[code], extensions: { code } });
    expect(sentences[code]).not.toMatch(/nothing was changed/i);
  });

  it('fails for every meaning but a missing community', () => {
    const failing = MEANINGS.filter((meaning) => failureOf(meaning) instanceof ExpectedError);
    expect(failing).toHaveLength(CODES.length);
    expect(failing).toEqual(expect.arrayContaining(CODES.map(([meaning]) => meaning)));
  });
});
