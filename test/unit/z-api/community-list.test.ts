import { describe, expect, it } from '@jest/globals';
import { readCommunityList } from '../../../src/z-api/response-bodies.ts';

const ENTRY = { id: '98372465382764532938', name: 'Community' };

describe('a page of communities', () => {
  it('is read in its order', () => {
    const other = { id: '12345', name: 'Other' };
    expect(readCommunityList([ENTRY, other])).toEqual([ENTRY, other]);
  });

  it('may be empty', () => {
    expect(readCommunityList([])).toEqual([]);
  });

  it.each([undefined, null, 7, {}])('reads the name %j as none', (name) => {
    expect(readCommunityList([{ ...ENTRY, name }])).toEqual([{ id: ENTRY.id, name: null }]);
  });

  it('keeps an empty name', () => {
    expect(readCommunityList([{ ...ENTRY, name: '' }])).toEqual([{ ...ENTRY, name: '' }]);
  });

  it('leaves out members it does not know', () => {
    expect(readCommunityList([{ ...ENTRY, owner: 'x' }])).toEqual([ENTRY]);
  });
});

describe('what is no page of communities', () => {
  it.each([undefined, null, 'text', 7, {}, { communities: [ENTRY] }, ENTRY])('is refused: %j', (json) => {
    expect(readCommunityList(json)).toBeUndefined();
  });

  it.each([null, 'text', 7, [], {}, { name: 'x' }, { ...ENTRY, id: 12_345 }, { ...ENTRY, id: null }])(
    'is refused whole for one broken entry, %j',
    (broken) => {
      expect(readCommunityList([ENTRY, broken])).toBeUndefined();
    },
  );
});
