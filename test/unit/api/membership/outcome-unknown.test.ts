import { expect, it } from '@jest/globals';
import { allAre, outcomeUnknown } from '../../../../src/api/membership/outcome.ts';
import { GroupUnlinkStatus } from '../../../../src/api/membership/unlink.enums.ts';
import { A, B } from './communities.ts';

it.each(Object.values(GroupUnlinkStatus))('gives every group the status %s, without a blocker', (status) => {
  expect([...allAre([B, A], status)]).toEqual([
    [B, { status, blocker: null }],
    [A, { status, blocker: null }],
  ]);
});

it('knows nothing of any group when the outcome is unknown', () => {
  expect(outcomeUnknown([A, B])).toEqual({
    kind: 'unknown',
    groups: new Map([
      [A, { status: 'UNKNOWN', blocker: null }],
      [B, { status: 'UNKNOWN', blocker: null }],
    ]),
  });
});
