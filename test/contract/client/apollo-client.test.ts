import { readFileSync } from 'node:fs';
import { ApolloClient, HttpLink, InMemoryCache } from '@apollo/client';
import { describe, expect, it } from '@jest/globals';
import { CommunitiesDocument, possibleTypes, UnlinkGroupsDocument } from '../../../src/client/index.ts';
import { closedAfterEach } from '../../support/resources.ts';
import { type Connect, describeFrontend, startCanned } from './frontend.ts';

const clientOf = (url: string, headers: Readonly<Record<string, string>>, types = possibleTypes) =>
  new ApolloClient({
    link: new HttpLink({ uri: `${url}/graphql`, headers }),
    cache: new InMemoryCache({ possibleTypes: types }),
  });

const connect: Connect = (url, headers = {}) => {
  const client = clientOf(url, headers);
  return {
    async unlink(variables) {
      try {
        const { data } = await client.mutate({ mutation: UnlinkGroupsDocument, variables });
        return { result: data?.unlinkGroups };
      } catch (error) {
        return { error };
      }
    },
    async listCommunities() {
      const { data } = await client.query({ query: CommunitiesDocument });
      return data?.communities?.items.map(({ name }) => name) ?? [];
    },
  };
};

describeFrontend('a frontend with Apollo Client', connect);

describe('possible-types.json', () => {
  const opened = closedAfterEach();

  it('is what the client entry holds', () => {
    expect(JSON.parse(readFileSync('schema/possible-types.json', 'utf8'))).toEqual(possibleTypes);
  });

  it('holds the pattern for members of tomorrow of every union and interface', () => {
    expect(Object.values(possibleTypes).map((types) => types.at(-1))).toEqual([
      '.*Error',
      '.*Error',
      '.*Error',
    ]);
  });

  it('keeps of a member of tomorrow what is lost without its pattern', async () => {
    const future = { message: 'Archived.', code: 'COMMUNITY_ARCHIVED', retry: 'NO', requestId: 'request' };
    const { url } = opened(
      await startCanned({ data: { unlinkGroups: { __typename: 'CommunityArchivedError', ...future } } }),
    );
    const ofToday = Object.fromEntries(
      Object.entries(possibleTypes).map(([name, types]) => [
        name,
        types.filter((type) => type !== '.*Error'),
      ]),
    ) as typeof possibleTypes;
    const seenWith = async (types: typeof possibleTypes) => {
      const { data } = await clientOf(url, {}, types).mutate({
        mutation: UnlinkGroupsDocument,
        variables: { communityId: '98372465382764532938', groupsPhones: ['1345353454354354-group'] },
      });
      return data?.unlinkGroups;
    };
    expect(await seenWith(possibleTypes)).toEqual({ __typename: 'CommunityArchivedError', ...future });
    expect(await seenWith(ofToday)).toEqual({ __typename: 'CommunityArchivedError' });
  });
});
