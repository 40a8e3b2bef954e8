import { describe, expect, it } from '@jest/globals';
import { REQUEST_ID_HEADER, requestIdOf } from '../../../src/http/request-id.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe('the id of a request', () => {
  it.each(['a', 'A.b_c-9', '0', '...', 'x'.repeat(64), '01890a5d-ac96-774b-bcce-b302099a8057'])(
    "is the caller's own, %j",
    (given) => {
      expect(requestIdOf({ [REQUEST_ID_HEADER]: given })).toBe(given);
    },
  );

  it.each([
    '',
    'x'.repeat(65),
    'a b',
    ' a',
    'a ',
    'a\n',
    '\na',
    'a\r\nset-cookie: b',
    'a,b',
    'a/b',
    'a"b',
    '<a>',
    'é',
    '１',
    'a\u0000',
    ['a', 'b'],
    undefined,
  ])('is a fresh UUID instead of %j', (given) => {
    expect(requestIdOf({ [REQUEST_ID_HEADER]: given as string })).toMatch(UUID);
  });

  it('is fresh every time', () => {
    expect(requestIdOf({})).not.toBe(requestIdOf({}));
  });

  it('is taken from x-request-id', () => {
    expect(requestIdOf({ 'x-request-id': 'mine' })).toBe('mine');
  });
});
