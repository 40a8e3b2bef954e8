import { readFileSync } from 'node:fs';
import { ApolloGateway, RemoteGraphQLDataSource } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { GraphQLError } from 'graphql';

const { HOST = '127.0.0.1', PORT = '4001', SUPERGRAPH = 'supergraph.graphql' } = process.env;
const { ROUTER_SECRET } = process.env;
if (!ROUTER_SECRET) {
  process.stderr.write('ROUTER_SECRET is not set.\n');
  process.exit(1);
}

/** More than the service's ZAPI_DEADLINE_MS: who gives up before it does not learn what happened. */
const { COMMUNITIES_TIMEOUT_MS = '25000' } = process.env;

const FORWARDED = ['authorization', 'x-api-key', 'x-request-id', 'accept-language'];

/** The reason is for the log: never a text of the library, which may tell what was sent, and where. */
const unanswered = (code, reason) => {
  process.stderr.write(`communities did not answer: ${reason}\n`);
  return new GraphQLError('A service behind this gateway did not answer.', { extensions: { code } });
};

class Communities extends RemoteGraphQLDataSource {
  willSendRequest({ request, context }) {
    const { headers } = request.http;
    for (const name of FORWARDED) {
      if (context.headers?.[name] !== undefined) headers.set(name, context.headers[name]);
    }
    headers.set('router-authorization', ROUTER_SECRET);
  }

  /** Sends once, and nowhere else. By default nothing ends the waiting. */
  fetcher = (url, init) => {
    const signal = AbortSignal.timeout(Number(COMMUNITIES_TIMEOUT_MS));
    return fetch(url, { ...init, signal, redirect: 'error' });
  };

  /** By default a failure on the way to the service tells its address, and has the code of any unexpected error. */
  async process(options) {
    try {
      const response = await super.process(options);
      if (Array.isArray(response.errors ?? [])) return response;
      throw unanswered('SUBREQUEST_HTTP_ERROR', 'no GraphQL');
    } catch (error) {
      if (error instanceof GraphQLError) throw error;
      const code = error.name === 'TimeoutError' ? 'GATEWAY_TIMEOUT' : 'SUBREQUEST_HTTP_ERROR';
      throw unanswered(code, error.cause?.code ?? error.name);
    }
  }

  /** The error that came with another status than 200. By default its code is lost. */
  async errorFromResponse(response) {
    const error = (await this.parseBody(response))?.errors?.[0];
    return error
      ? new GraphQLError(error.message, { extensions: error.extensions })
      : unanswered('SUBREQUEST_HTTP_ERROR', response.status);
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
