import { describe, expect, it } from '@jest/globals';
import { communityWith, startCommunityServer } from '../support/community-server.ts';
import { closedAfterEach } from '../support/resources.ts';
import { startTestService } from '../support/service.ts';

const COMMUNITY = communityWith(1, 3);
const ARGUMENTS = { c: COMMUNITY.id, g: COMMUNITY.groups.slice(0, 1) };

const mutation = (selection: string) =>
  `mutation ($c: ID!, $g: [String!]!, $v: Boolean = true) {
    unlinkGroups(communityId: $c, groupsPhones: $g) { __typename ... on UnlinkSuccess { ${selection} } }
  }`;

describe('null for a variable that has a default', () => {
  const opened = closedAfterEach();
  const start = async () => {
    const zApi = opened(await startCommunityServer({ communities: [COMMUNITY] }));
    return { zApi, service: opened(await startTestService({ zApiUrl: zApi.url })) };
  };

  it.each(['requestId @include(if: $v)', 'requestId @skip(if: $v)', 'community { name @include(if: $v) }'])(
    'is refused before the mutation is sent, not after: %s',
    async (selection) => {
      const { zApi, service } = await start();
      const { status, body } = await service.graphql(mutation(selection), { ...ARGUMENTS, v: null });
      expect({ status, data: body.data }).toEqual({ status: 400, data: undefined });
      expect(body.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
      expect(zApi.arrived).toEqual([]);
    },
  );

  it.each([{}, { v: true }, { v: false }])(
    'is told from the default, and from a value: %j',
    async (variables) => {
      const { zApi, service } = await start();
      const query = mutation('requestId @include(if: $v)');
      const { status, body } = await service.graphql(query, { ...ARGUMENTS, ...variables });
      expect({ status, errors: body.errors }).toEqual({ status: 200, errors: undefined });
      expect(body.data.unlinkGroups.__typename).toBe('UnlinkSuccess');
      expect(zApi.count('unlink')).toBe(1);
    },
  );
});
