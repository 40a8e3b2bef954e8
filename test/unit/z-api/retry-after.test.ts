import { describe, expect, it } from '@jest/globals';
import { retryAfterSeconds } from '../../../src/z-api/response-bodies.ts';

const NOW = Date.parse('2030-01-01T00:00:00Z');

describe('seconds to wait', () => {
  it.each([
    ['1', 1],
    ['120', 120],
    ['  30  ', 30],
    ['007', 7],
    ['3600', 3600],
    ['3601', 3600],
    ['999999999', 3600],
  ])('reads %j as %d, an hour at most', (header, seconds) => {
    expect(retryAfterSeconds(header, NOW)).toBe(seconds);
  });

  it.each([
    ['Tue, 01 Jan 2030 00:00:30 GMT', 30],
    ['Tue, 01 Jan 2030 00:00:01 GMT', 1],
    ['Wed, 02 Jan 2030 00:00:00 GMT', 3600],
  ])('counts up to the date %s', (header, seconds) => {
    expect(retryAfterSeconds(header, NOW)).toBe(seconds);
  });

  it('rounds up to whole seconds', () => {
    expect(retryAfterSeconds('Tue, 01 Jan 2030 00:00:30 GMT', NOW + 1)).toBe(30);
    expect(retryAfterSeconds('Tue, 01 Jan 2030 00:00:30 GMT', NOW + 999)).toBe(30);
  });

  it('counts from now when no clock is given', () => {
    expect(retryAfterSeconds(new Date(Date.now() + 7_200_000).toUTCString())).toBe(3600);
  });

  it.each([
    undefined,
    '',
    '0',
    '-5',
    '1.5',
    'soon',
    '12 s',
    '1234567890',
    '99999999999999999999',
    'NaN',
    'Infinity',
    'Tue, 01 Jan 2030 00:00:00 GMT',
    'Mon, 31 Dec 2029 23:59:59 GMT',
  ])('says a minute for %j', (header) => {
    expect(retryAfterSeconds(header, NOW)).toBe(60);
  });
});
