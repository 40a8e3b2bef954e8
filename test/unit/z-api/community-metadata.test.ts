import { describe, expect, it } from '@jest/globals';
import { readCommunityMetadata } from '../../../src/z-api/response-bodies.ts';

const ID = '98372465382764532938';
const GROUP = { name: 'Group', phone: '1345353454354354-group', isGroupAnnouncement: false };
const DOCUMENTED = {
  name: 'Community',
  id: ID,
  description: 'What it is for',
  subGroups: [{ name: 'All', phone: '120363019502650977-group', isGroupAnnouncement: true }, GROUP],
};

describe('metadata as documented', () => {
  it('reads every part, the announcement group among the groups', () => {
    expect(readCommunityMetadata(ID, DOCUMENTED)).toEqual({
      id: ID,
      name: 'Community',
      description: 'What it is for',
      groups: [
        { name: 'All', phone: '120363019502650977-group', isAnnouncement: true },
        { name: 'Group', phone: '1345353454354354-group', isAnnouncement: false },
      ],
    });
  });

  it('ignores members it does not know', () => {
    const more = { ...DOCUMENTED, owner: 'x', subGroups: [{ ...GROUP, size: 7 }] };
    expect(readCommunityMetadata(ID, more)?.groups).toEqual([
      { name: 'Group', phone: GROUP.phone, isAnnouncement: false },
    ]);
  });

  it('reads a community without groups', () => {
    expect(readCommunityMetadata(ID, { ...DOCUMENTED, subGroups: [] })?.groups).toEqual([]);
  });
});

describe('what is tolerated', () => {
  it.each([undefined, null, 7, {}])('reads the name or description %j as none', (value) => {
    const json = { ...DOCUMENTED, name: value, description: value, subGroups: [{ ...GROUP, name: value }] };
    expect(readCommunityMetadata(ID, json)).toEqual({
      id: ID,
      name: null,
      description: null,
      groups: [{ name: null, phone: GROUP.phone, isAnnouncement: false }],
    });
  });

  it.each([undefined, null, `${ID}@g.us`, `${ID}-group`, ID])(
    'answers for the id asked for when Z-API says %j',
    (id) => {
      expect(readCommunityMetadata(ID, { ...DOCUMENTED, id })?.id).toBe(ID);
    },
  );
});

describe('a group whose id has a form that is not documented', () => {
  it.each(['120363019502650977@g.us', '120363019502650977', '', 'group', '1-groups', ' 1-group'])(
    'makes the whole list one that is not to be trusted: %j',
    (phone) => {
      expect(
        readCommunityMetadata(ID, { ...DOCUMENTED, subGroups: [GROUP, { ...GROUP, phone }] }),
      ).toBeUndefined();
    },
  );
});

describe('an id that is a number', () => {
  it.each([
    ['12345', 12_345],
    [ID, Number(ID)],
    ['120363019502650977', Number('120363019502650970')],
  ])('is that of %s when it is %d, whose last digits may be lost', (communityId, id) => {
    expect(readCommunityMetadata(communityId, { ...DOCUMENTED, id })?.id).toBe(communityId);
  });

  it.each([0, 12_346, Number.NaN])("is another community's when it is %d", (id) => {
    expect(readCommunityMetadata('12345', { ...DOCUMENTED, id })).toBeUndefined();
  });
});

describe('what is refused', () => {
  it.each([null, undefined, 'text', 7, [], [DOCUMENTED], {}])('refuses %j', (json) => {
    expect(readCommunityMetadata(ID, json)).toBeUndefined();
  });

  it.each([undefined, null, {}, 'x', 2])('refuses the list of groups %j', (subGroups) => {
    expect(readCommunityMetadata(ID, { ...DOCUMENTED, subGroups })).toBeUndefined();
  });

  it.each([
    null,
    'text',
    [],
    {},
    { ...GROUP, phone: undefined },
    { ...GROUP, phone: 1_345_353_454_354_354 },
    { ...GROUP, isGroupAnnouncement: undefined },
    { ...GROUP, isGroupAnnouncement: 'false' },
    { ...GROUP, isGroupAnnouncement: 0 },
  ])('refuses the whole for one broken group, %j', (broken) => {
    expect(readCommunityMetadata(ID, { ...DOCUMENTED, subGroups: [GROUP, broken] })).toBeUndefined();
  });

  it.each(['', '98372465382764532939', `${ID}0`, ID.slice(0, -1), `x${ID}`, 'group', {}, [], true])(
    "refuses another community's answer, with the id %j",
    (id) => {
      expect(readCommunityMetadata(ID, { ...DOCUMENTED, id })).toBeUndefined();
    },
  );
});
