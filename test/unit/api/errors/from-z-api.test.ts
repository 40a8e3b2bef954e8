import { describe, expect, it } from '@jest/globals';
import { CommunityErrorCode } from '../../../../src/api/errors/community-error.interface.ts';
import {
  CommunityRateLimitedError,
  CommunityUpstreamError,
  WhatsAppInstanceError,
} from '../../../../src/api/errors/community-errors.ts';
import { codeOf, errorFields, toCommunityError } from '../../../../src/api/errors/from-z-api.ts';
import { en } from '../../../../src/i18n/en.ts';
import type { CertainFailure } from '../../../../src/z-api/meaning.ts';
import { operationContext, REQUEST_ID } from '../../operation-context.ts';

const CASES: readonly (readonly [CertainFailure, new (...args: never[]) => object, string, string])[] = [
  [{ kind: 'not-sent', cause: 'unreachable' }, CommunityUpstreamError, 'UPSTREAM_UNAVAILABLE', 'AFTER_DELAY'],
  [
    { kind: 'not-sent', cause: 'circuit-open' },
    CommunityUpstreamError,
    'UPSTREAM_UNAVAILABLE',
    'AFTER_DELAY',
  ],
  [
    { kind: 'not-sent', cause: 'untrusted-certificate' },
    CommunityUpstreamError,
    'UPSTREAM_MISCONFIGURED',
    'NO',
  ],
  [{ kind: 'limited', retryAfterSeconds: 7 }, CommunityRateLimitedError, 'RATE_LIMITED', 'AFTER_DELAY'],
  [
    { kind: 'misconfigured', cause: 'client-token-wrong' },
    CommunityUpstreamError,
    'UPSTREAM_MISCONFIGURED',
    'NO',
  ],
  [{ kind: 'protocol' }, CommunityUpstreamError, 'UPSTREAM_PROTOCOL', 'NO'],
  [{ kind: 'instance', cause: 'disconnected' }, WhatsAppInstanceError, 'INSTANCE_DISCONNECTED', 'NO'],
  [
    { kind: 'instance', cause: 'subscription-expired' },
    WhatsAppInstanceError,
    'INSTANCE_SUBSCRIPTION_EXPIRED',
    'NO',
  ],
];

describe('a failure that is certain', () => {
  it.each(CASES)('%j becomes its type, code and advice', (failure, type, code, retry) => {
    const error = toCommunityError(failure, operationContext().context);
    expect(codeOf(failure)).toBe(code);
    expect(error).toBeInstanceOf(type);
    expect(error.constructor).toBe(type);
    expect(error).toMatchObject({ code, retry, requestId: REQUEST_ID, message: en.errors[codeOf(failure)] });
  });

  it('says how long to wait when there is a limit', () => {
    const error = toCommunityError({ kind: 'limited', retryAfterSeconds: 7 }, operationContext().context);
    expect(error).toMatchObject({ retryAfterSeconds: 7 });
  });
});

describe('the advice that goes with a code', () => {
  it.each(Object.values(CommunityErrorCode))(
    'is there for %s, with the sentence of the catalogue',
    (code) => {
      const { message, retry, ...rest } = errorFields(code, { messages: en, requestId: 'x' });
      expect(rest).toEqual({ code, requestId: 'x' });
      expect(message).toBe(en.errors[code]);
      expect(['FIX_INPUT', 'AFTER_DELAY', 'CHECK_FIRST', 'NO']).toContain(retry);
    },
  );

  it.each([
    ['INVALID_INPUT', 'FIX_INPUT'],
    ['COMMUNITY_NOT_FOUND', 'FIX_INPUT'],
    ['UNLINK_REJECTED', 'NO'],
    ['OUTCOME_UNKNOWN', 'CHECK_FIRST'],
    ['INSTANCE_DISCONNECTED', 'NO'],
    ['INSTANCE_SUBSCRIPTION_EXPIRED', 'NO'],
    ['RATE_LIMITED', 'AFTER_DELAY'],
    ['UPSTREAM_UNAVAILABLE', 'AFTER_DELAY'],
    ['UPSTREAM_MISCONFIGURED', 'NO'],
    ['UPSTREAM_PROTOCOL', 'NO'],
  ] as const)('is for %s %s', (code, retry) => {
    expect(errorFields(CommunityErrorCode[code], { messages: en, requestId: 'x' })).toMatchObject({ retry });
  });
});
