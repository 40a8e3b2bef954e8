import { describe, expect, it } from '@jest/globals';
import { resolveCommunityReference } from '../../../../src/api/community/community.resolver.ts';
import { Community } from '../../../../src/api/community/community.types.ts';
import { ExpectedError } from '../../../../src/api/errors/expected-error.ts';
import { en } from '../../../../src/i18n/en.ts';
import { operationContext } from '../../operation-context.ts';

const resolve = (id: unknown) => {
  const { context, calls } = operationContext();
  return { resolved: resolveCommunityReference({ id }, context), calls };
};

describe('a community named by a gateway', () => {
  it('resolves to its id at once, without asking Z-API', () => {
    const { resolved, calls } = resolve('98372465382764532938');
    expect(resolved).toEqual(new Community('98372465382764532938'));
    expect(calls).toEqual([]);
  });

  it.each(['', 'x', '1234', 12_345, null, undefined, ['12345']])(
    'with the id %j fails for itself alone, without echo: the failure is returned, not thrown',
    (id) => {
      const { resolved } = resolve(id);
      expect(resolved).toBeInstanceOf(ExpectedError);
      expect(resolved).toMatchObject({
        message: en.rules.communityIdFormat,
        extensions: { code: 'INVALID_INPUT' },
      });
    },
  );
});
