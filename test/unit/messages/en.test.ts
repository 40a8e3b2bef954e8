import { describe, expect, it } from '@jest/globals';
import { CommunityErrorCode } from '../../../src/community/errors/community-error-code.enum.ts';
import { en } from '../../../src/messages/en.ts';

/** Every text of the catalogue with its path. */
const textsOf = (value: unknown, path: readonly string[] = []): readonly (readonly [string, unknown])[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, member]) => textsOf(member, [...path, key]))
    : [[path.join('.'), value]];

const TEXTS = textsOf(en);

describe('the English catalogue', () => {
  it('has a message for every CommunityErrorCode, and for nothing else', () => {
    expect(Object.keys(en.errors).sort()).toEqual(Object.values(CommunityErrorCode).sort());
  });

  it.each(TEXTS)('has a text at %s', (_, text) => {
    expect(text).toEqual(expect.stringMatching(/^\S.*\S$/));
  });

  it('says each thing in words of its own', () => {
    const texts = TEXTS.map(([, text]) => text);
    expect([...new Set(texts)]).toEqual(texts);
  });

  it.each(['INVALID_INPUT', 'UPSTREAM_UNAVAILABLE', 'UPSTREAM_MISCONFIGURED', 'UPSTREAM_PROTOCOL'] as const)(
    'says for %s that nothing was changed',
    (code) => {
      expect(en.errors[code]).toContain('Nothing was changed.');
    },
  );

  it('says for RATE_LIMITED that this request changed nothing: one before may still be under way', () => {
    expect(en.errors.RATE_LIMITED).toContain('Nothing was changed by this one.');
  });

  it.each(['INSTANCE_DISCONNECTED', 'INSTANCE_SUBSCRIPTION_EXPIRED'] as const)(
    'does not say for %s that nothing was changed: it may be what a reading back found',
    (code) => {
      expect(en.errors[code]).not.toMatch(/nothing was changed/i);
    },
  );

  it.each([
    ['an outcome that is not known', en.errors.OUTCOME_UNKNOWN],
    ['a refusal whose groups could not be read', en.rejected.unread],
  ])('promises nothing for %s and asks to look first', (_, text) => {
    expect(text).not.toMatch(/nothing was changed|(?:are|is) still linked[:.]/i);
    expect(text).toContain('Check which groups are still linked before trying again.');
  });

  it.each([
    ['without a reason', en.errors.UNLINK_REJECTED],
    ['for a known one', en.rejected.blocked],
  ])('says of a refusal %s that the groups are still linked', (_, text) => {
    expect(text).toContain('still linked');
    expect(text).not.toContain('Check');
  });

  it('says of a partial success both what is out and what stays', () => {
    expect(en.partialSuccess).toMatch(/out of the community.*still linked/);
  });

  it('does not say that nothing was changed of what is forbidden: it may be a part of what was done', () => {
    expect(en.request.forbidden).not.toMatch(/nothing was changed/i);
  });

  it('asks for ids as strings where a number was unsafe', () => {
    expect(en.request.unsafeNumber).toContain('send ids as strings');
  });
});
