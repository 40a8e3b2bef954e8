import { describe, expect, it } from '@jest/globals';
import { knownBlockers } from '../../../../src/api/membership/blockers.ts';
import { A, ANNOUNCEMENT, B, C, communityOf } from './communities.ts';

const LAST = 'LAST_LINKED_GROUP';
const OWN = 'ANNOUNCEMENT_GROUP';

const CASES: readonly (readonly [
  string,
  requested: readonly string[],
  linked: readonly string[],
  blockers: Readonly<Record<string, string>>,
])[] = [
  ['nothing where other groups stay', [A], [ANNOUNCEMENT, A, B], {}],
  ['nothing where another group stays, and there is no announcement group', [A], [A, B], {}],
  ['the announcement group', [ANNOUNCEMENT], [ANNOUNCEMENT, A], { [ANNOUNCEMENT]: OWN }],
  [
    'the announcement group alone, where others stay',
    [ANNOUNCEMENT, A],
    [ANNOUNCEMENT, A, B],
    { [ANNOUNCEMENT]: OWN },
  ],
  [
    'the announcement group of a community without others',
    [ANNOUNCEMENT],
    [ANNOUNCEMENT],
    { [ANNOUNCEMENT]: OWN },
  ],
  ['the last ordinary group', [A], [ANNOUNCEMENT, A], { [A]: LAST }],
  ['the last group of a community without announcement group', [A], [A], { [A]: LAST }],
  ['every one of the last ordinary groups', [A, B], [ANNOUNCEMENT, A, B], { [A]: LAST, [B]: LAST }],
  ['both at once', [ANNOUNCEMENT, A, B], [ANNOUNCEMENT, A, B], { [ANNOUNCEMENT]: OWN, [A]: LAST, [B]: LAST }],
  ['only the last one, of one already out and the last one', [A, B], [ANNOUNCEMENT, B], { [B]: LAST }],
  ['nothing where all asked for are already out', [A, B], [ANNOUNCEMENT, C], {}],
  ['nothing in a community of its announcement group alone', [A], [ANNOUNCEMENT], {}],
  ['nothing in a community without groups', [A], [], {}],
];

describe('what the state of a community says against an unlink', () => {
  it.each(CASES)('blocks %s', (_, requested, linked, blockers) => {
    const known = knownBlockers(requested, communityOf(...linked));
    expect(Object.fromEntries(known)).toEqual(blockers);
  });

  it('is the same in any order', () => {
    const known = knownBlockers([B, ANNOUNCEMENT, A], communityOf(A, B, ANNOUNCEMENT));
    expect(Object.fromEntries(known)).toEqual({ [ANNOUNCEMENT]: OWN, [A]: LAST, [B]: LAST });
  });
});
