import { describe, it } from '@jest/globals';
import { en } from '../../src/i18n/en.ts';
import { asking, expectRefused, misfit } from './judging.ts';
import { expectNoId } from './places.ts';
import { PROFILES, targetOf } from './profiles.ts';

describe.each(PROFILES)('an attacker who wants to query a store, in %s', (_, start) => {
  const target = targetOf(start);

  it.each([
    ["aaa ' or 1=1--"],
    ["55555' OR '1'='1"],
    ["55555'; DROP TABLE communities; --"],
    ['55555 UNION SELECT secret FROM keys'],
    ['{"$gt":""}'],
  ])('has no use of an id: %s', async (payload) => {
    await expectNoId(target(), payload);
  });

  it.each([
    ['an object', { $gt: '' }],
    ['a list', ['55555', '66666']],
    ['a boolean', true],
  ])('is refused %s for an id', async (_, id) => {
    const query = 'query ($id: ID!) { community(id: $id) { id } }';
    await expectRefused(target(), asking(query, { variables: { id } }), en.request.variable);
  });

  it('is refused a filter that no field has', async () => {
    const query = `query { communities(filter: "aaa ' or 1=1--") { page } }`;
    await expectRefused(target(), asking(query), misfit('filter'));
  });
});
