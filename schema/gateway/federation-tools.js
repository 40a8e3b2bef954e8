import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { getStitchedSchemaFromSupergraphSdl } from '@graphql-tools/federation';
import { GraphQLError } from 'graphql';
import { createHandler } from 'graphql-http/lib/use/http';

const { HOST = '127.0.0.1', PORT = '4001', SUPERGRAPH = 'supergraph.graphql' } = process.env;
const { ROUTER_SECRET = '' } = process.env;

/** More than the service's ZAPI_DEADLINE_MS: who gives up before it does not learn what happened. */
const { COMMUNITIES_TIMEOUT_MS = '25000' } = process.env;

const FORWARDED = ['authorization', 'x-api-key', 'x-request-id', 'accept-language'];

const forwarded = (headers = {}) =>
  Object.fromEntries(FORWARDED.filter((name) => name in headers).map((name) => [name, headers[name]]));

/** No `retry` here: it would repeat mutations too, and whatever came with an error. */
const communities = {
  timeout: Number(COMMUNITIES_TIMEOUT_MS),
  headers: (request) => ({
    ...forwarded(request?.context?.headers),
    'router-authorization': ROUTER_SECRET,
  }),
};

/** By default a failure on the way to a service tells its address, and all that was sent there. */
const formatError = (error) =>
  error.extensions?.request === undefined
    ? error
    : new GraphQLError('A service behind this gateway did not answer.', {
        path: error.path,
        extensions: { code: error.extensions.code },
      });

const schema = getStitchedSchemaFromSupergraphSdl({
  supergraphSdl: readFileSync(SUPERGRAPH, 'utf8'),
  httpExecutorOpts: ({ name, endpoint }) => ({
    endpoint,
    ...(name.toLowerCase() === 'communities' && communities),
  }),
});
const handle = createHandler({
  schema,
  formatError,
  context: ({ raw }) => ({ headers: raw.headers }),
});
const server = createServer(handle).listen(Number(PORT), HOST, () => {
  process.stdout.write(`listening at http://${HOST}:${server.address().port}/\n`);
});
