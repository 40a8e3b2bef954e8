import { ApolloClient, ApolloLink, HttpLink, InMemoryCache } from '@apollo/client';
import { SetContextLink } from '@apollo/client/link/context';
import { possibleTypes } from 'z-api-communities-graphql/client';
import { accessToken } from './access-token.ts';

const withAccessToken = new SetContextLink(async ({ headers }) => {
  const token = await accessToken();
  return token ? { headers: { ...headers, authorization: `Bearer ${token}` } } : {};
});

const api = new HttpLink({ uri: import.meta.env.VITE_API_URL ?? 'http://127.0.0.1:4000/graphql' });

/** Never put a RetryLink in between: it would repeat an unlink that may have been done. */
export const client = new ApolloClient({
  link: ApolloLink.from([withAccessToken, api]),
  cache: new InMemoryCache({ possibleTypes }),
});
