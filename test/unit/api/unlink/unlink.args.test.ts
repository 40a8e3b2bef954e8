import { expect, it } from '@jest/globals';
import { toUnlinkRequest } from '../../../../src/api/unlink/unlink.args.ts';

it('names each group once, at its first place', () => {
  const args = { communityId: '98372465382764532938', groupsPhones: ['b', 'a', 'b', 'c', 'a'] };
  expect(toUnlinkRequest(args)).toEqual({
    communityId: '98372465382764532938',
    groupsPhones: ['b', 'a', 'c'],
  });
});
