import { describe, expect, it } from '@jest/globals';
import {
  communityIdFormat,
  groupPhoneFormat,
  maxGroups,
  minGroups,
} from '../../../src/api/arguments/argument-rules.ts';
import { CATALOGUES } from '../../../src/i18n/catalogues.ts';

/** The whole numbers that a sentence names. */
const numbersIn = (text: string): readonly number[] => (text.match(/\d+/g) ?? []).map(Number);

const phones = (count: number) =>
  Array.from({ length: count }, (_, index) => `${1_000_000_000 + index}-group`);

describe.each(Object.entries(CATALOGUES))('the catalogue of %s', (_, { rules, request }) => {
  it('names the lengths of a community id that the rule allows', () => {
    const [least = 0, most = 0] = numbersIn(rules.communityIdFormat);
    const violations = [least - 1, least, most, most + 1].map((length) =>
      communityIdFormat.violations('1'.repeat(length)),
    );
    expect(violations).toEqual([[[]], [], [], [[]]]);
  });

  it('names group ids that the rule allows, one of each form', () => {
    const examples = rules.groupPhoneFormat.match(/\d[\d-]+(?:group)?/g);
    expect(examples).toEqual([expect.stringMatching(/-group$/), expect.stringMatching(/^\d+-\d+$/)]);
    expect(groupPhoneFormat.violations(examples)).toEqual([]);
  });

  it('names the numbers of groups that the rules allow', () => {
    const [least = 0, most = 0] = numbersIn(`${rules.minGroups} ${rules.maxGroups}`);
    expect([least - 1, least].map((count) => minGroups.violations(phones(count)))).toEqual([[[]], []]);
    expect([most, most + 1].map((count) => maxGroups.violations(phones(count)))).toEqual([[], [[]]]);
  });

  it('names the number from which on ids must be sent as strings', () => {
    expect(numbersIn(request.unsafeNumber)).toEqual([Number.MAX_SAFE_INTEGER]);
  });
});
