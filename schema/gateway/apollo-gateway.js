import { readFileSync } from 'node:fs';
import { ApolloGateway, RemoteGraphQLDataSource } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { GraphQLError } from 'graphql';

const { HOST = '127.0.0.1', PORT = '4001', SUPERGRAPH = 'supergraph.graphql' } = process.env;
const { ROUTER_SECRET = '' } = process.env;

/** More than the service's ZAPI_DEADLINE_MS: who gives up before it does not learn what happened. */
const { COMMUNITIES_TIMEOUT_MS = '25000' } = process.env;

const FORWARDED = ['authorization', 'x-api-key', 'x-request-id', 'accept-language'];

const unanswered = (code) =>
  new GraphQLError('A service behind this gateway did not answer.', { extensions: { code } });

class Communities extends RemoteGraphQLDataSource {
  willSendRequest({ request, context }) {
    const { headers } = request.http;
    for (const name of FORWARDED) {
      if (context.headers?.[name] !== undefined) headers.set(name, context.headers[name]);
    }
    headers.set('router-authorization', ROUTER_SECRET);
  }

  /** Sends once. By default nothing ends the waiting. */
  fetcher = (url, init) => {
    const signal = AbortSignal.timeout(Number(COMMUNITIES_TIMEOUT_MS));
    return fetch(url, { ...init, signal });
  };

  /** By default a failure on the way to the service tells its address, and has the code of any unexpected error. */
  async process(options) {
    try {
      return await super.process(options);
    } catch (error) {
      if (error instanceof GraphQLError) throw error;
      throw unanswered(error.name === 'TimeoutError' ? 'GATEWAY_TIMEOUT' : 'SUBREQUEST_HTTP_ERROR');
    }
  }

  /** The error that came with another status than 200. By default its code is lost. */
  async errorFromResponse(response) {
    const error = (await this.parseBody(response))?.errors?.[0];
    return error
      ? new GraphQLError(error.message, { extensions: error.extensions })
      : unanswered('SUBREQUEST_HTTP_ERROR');
  }
}

const gateway = new ApolloGateway({
  supergraphSdl: readFileSync(SUPERGRAPH, 'utf8'),
  buildService: ({ name, url }) =>
    name === 'communities' ? new Communities({ url }) : new RemoteGraphQLDataSource({ url }),
});
const server = new ApolloServer({ gateway, includeStacktraceInErrorResponses: false });
const { url } = await startStandaloneServer(server, {
  listen: { host: HOST, port: Number(PORT) },
  context: async ({ req }) => ({ headers: req.headers }),
});
process.stdout.write(`listening at ${url}\n`);
