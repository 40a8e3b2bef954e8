import { Client, cacheExchange, fetchExchange } from '@urql/core';
import { CommunitiesDocument, UnlinkGroupsDocument } from '../../../src/client/index.ts';
import { type Connect, describeFrontend } from './frontend.ts';

const connect: Connect = (url, headers = {}) => {
  const client = new Client({
    url: `${url}/graphql`,
    exchanges: [cacheExchange, fetchExchange],
    // Its default asks short queries by GET, which the service refuses.
    preferGetMethod: false,
    fetchOptions: { headers },
  });
  return {
    async unlink(variables) {
      const { data, error } = await client.mutation(UnlinkGroupsDocument, variables);
      return { result: data?.unlinkGroups, error };
    },
    async listCommunities() {
      const { data } = await client.query(CommunitiesDocument, {});
      return data?.communities?.items.map(({ name }) => name) ?? [];
    },
  };
};

describeFrontend('a frontend with urql', connect);
