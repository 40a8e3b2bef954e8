import { describe, expect, it } from '@jest/globals';
import {
  distinct,
  groupPhoneFormat,
  maxGroups,
  minGroups,
} from '../../../../src/api/arguments/argument-rules.ts';

const digits = (length: number) => '1234567890'.repeat(4).slice(0, length);
const phones = (count: number) =>
  Array.from({ length: count }, (_, index) => `${1_000_000_000 + index}-group`);

const WELL_FORMED = [
  '120363019502650977-group',
  '5511999999999-1623281429',
  `${digits(10)}-group`,
  `${digits(32)}-group`,
  `${digits(8)}-${digits(8)}`,
  `${digits(8)}-${digits(12)}`,
  `${digits(15)}-${digits(8)}`,
  `${digits(15)}-${digits(12)}`,
];

const MALFORMED: readonly unknown[] = [
  '',
  `${digits(9)}-group`,
  `${digits(33)}-group`,
  `${digits(7)}-${digits(10)}`,
  `${digits(16)}-${digits(10)}`,
  `${digits(13)}-${digits(7)}`,
  `${digits(13)}-${digits(13)}`,
  digits(18),
  '-group',
  `${digits(18)}-`,
  `${digits(18)}-Group`,
  `${digits(18)}-GROUP`,
  `${digits(18)}-groups`,
  `${digits(18)}_group`,
  `${digits(18)}--group`,
  `${digits(18)}\u2011group`,
  `${digits(18)}-group-group`,
  `${digits(13)}-${digits(10)}-group`,
  `${digits(18)}-group\n`,
  `\n${digits(18)}-group`,
  `${digits(18)}\n-group`,
  `x\n${digits(18)}-group`,
  ` ${digits(18)}-group`,
  `${digits(18)}-group `,
  `+${digits(13)}-${digits(10)}`,
  `${digits(18)}@g.us`,
  '١٢٣٤٥٦٧٨٩٠١٢-group',
  '１２３４５６７８９０１２-group',
  `${digits(13)}-١٦٢٣٢٨١٤٢٩`,
  5_511_999_999_999,
  null,
  undefined,
  [`${digits(18)}-group`],
];

describe('a group phone', () => {
  it.each(WELL_FORMED)('is %j', (phone) => {
    expect(groupPhoneFormat.violations([phone])).toEqual([]);
  });

  it.each(MALFORMED.map((phone) => [phone]))('is not %p', (phone) => {
    expect(groupPhoneFormat.violations([phone])).toEqual([['0']]);
  });

  it('is told by its place when it is not one, repeats too', () => {
    const [good = ''] = WELL_FORMED;
    expect(groupPhoneFormat.violations([good, 'x', good, 'x', ''])).toEqual([['1'], ['3'], ['4']]);
  });
});

describe('the number of groups', () => {
  it.each([
    [0, [[]], []],
    [1, [], []],
    [50, [], []],
    [51, [], [[]]],
    [5_000, [], [[]]],
  ])('of %d breaks the least at %j and the most at %j', (count, least, most) => {
    expect(minGroups.violations(phones(count))).toEqual(least);
    expect(maxGroups.violations(phones(count))).toEqual(most);
  });

  it('counts repeats once', () => {
    expect(maxGroups.violations([...phones(50), ...phones(50)])).toEqual([]);
    expect(maxGroups.violations([...phones(51), ...phones(51)])).toEqual([[]]);
  });

  it('is nought when there is no list', () => {
    expect(minGroups.violations(undefined)).toEqual([[]]);
  });
});

it('has rules with stable names', () => {
  expect([groupPhoneFormat, minGroups, maxGroups].map(({ name, message }) => [name, message])).toEqual([
    ['format', 'groupPhoneFormat'],
    ['minItems', 'minGroups'],
    ['maxItems', 'maxGroups'],
  ]);
});

describe('distinct groups', () => {
  it('keep their first place', () => {
    expect(distinct(['b', 'a', 'b', 'c', 'a', 'b'])).toEqual(['b', 'a', 'c']);
  });

  it('are a list of their own', () => {
    const given = ['a'];
    expect(distinct(given)).not.toBe(given);
    expect(distinct([])).toEqual([]);
  });
});
