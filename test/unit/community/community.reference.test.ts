import { describe, expect, it } from '@jest/globals';
import { resolveCommunityReference } from '../../../src/community/community.reference.ts';
import { Community } from '../../../src/community/community.type.ts';
import { ExpectedFailure } from '../../../src/community/expected-failure.ts';
import { en } from '../../../src/messages/en.ts';
import { operationContext } from '../operation-context.ts';

const resolve = async (id: unknown) => {
  const { context, calls } = operationContext();
  const [settled] = await Promise.allSettled([resolveCommunityReference({ id }, context)]);
  return { settled, calls };
};

describe('a community named by a gateway', () => {
  it('resolves to its id at once, without asking Z-API', async () => {
    const { settled, calls } = await resolve('98372465382764532938');
    expect(settled).toEqual({ status: 'fulfilled', value: new Community('98372465382764532938') });
    expect(calls).toEqual([]);
  });

  it.each(['', 'x', '1234', 12_345, null, undefined, ['12345']])(
    'with the id %j fails as expected, without echo',
    async (id) => {
      const { settled } = await resolve(id);
      expect(settled).toEqual({ status: 'rejected', reason: expect.any(ExpectedFailure) });
      expect(settled).toMatchObject({
        reason: { message: en.rules.communityIdFormat, extensions: { code: 'INVALID_INPUT' } },
      });
    },
  );
});
