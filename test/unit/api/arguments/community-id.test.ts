import { describe, expect, it } from '@jest/globals';
import { communityIdFormat, isCommunityId } from '../../../../src/api/arguments/argument-rules.ts';

const digits = (length: number) => '1234567890'.repeat(4).slice(0, length);

const WELL_FORMED = [digits(5), digits(18), digits(20), digits(32), '00000', '98372465382764532938'];

const MALFORMED: readonly unknown[] = [
  '',
  digits(4),
  digits(33),
  ` ${digits(18)}`,
  `${digits(18)} `,
  `${digits(18)}\n`,
  `\n${digits(18)}`,
  `${digits(10)}\n${digits(10)}`,
  '1234a6789',
  '+12345678',
  '-12345678',
  '123.45678',
  '1e1000000',
  '0x1234567',
  '١٢٣٤٥٦٧٨',
  '１２３４５６７８',
  '1234567²',
  '123456\u0000',
  '12345/../678',
  `${digits(18)}-group`,
  1_234_567,
  1_234_567n,
  null,
  undefined,
  ['1234567'],
  { toString: () => '1234567' },
];

describe('a community id', () => {
  it.each(WELL_FORMED)('is %j', (value) => {
    expect(isCommunityId(value)).toBe(true);
    expect(communityIdFormat.violations(value)).toEqual([]);
  });

  it.each(MALFORMED.map((value) => [value]))('is not %p', (value) => {
    expect(isCommunityId(value)).toBe(false);
    expect(communityIdFormat.violations(value)).toEqual([[]]);
  });
});

it('has a rule with a stable name', () => {
  expect(communityIdFormat).toMatchObject({ name: 'format', message: 'communityIdFormat' });
});
