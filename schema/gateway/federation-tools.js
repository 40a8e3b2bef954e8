import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { getStitchedSchemaFromSupergraphSdl } from '@graphql-tools/federation';
import { GraphQLError } from 'graphql';
import { createHandler } from 'graphql-http/lib/use/http';

const { HOST = '127.0.0.1', PORT = '4001', SUPERGRAPH = 'supergraph.graphql' } = process.env;
const { ROUTER_SECRET } = process.env;
if (!ROUTER_SECRET) {
  process.stderr.write('ROUTER_SECRET is not set.\n');
  process.exit(1);
}

/** More than the service's ZAPI_DEADLINE_MS: who gives up before it does not learn what happened. */
const { COMMUNITIES_TIMEOUT_MS = '25000' } = process.env;

const FORWARDED = ['authorization', 'x-api-key', 'x-request-id', 'accept-language'];

const forwarded = (headers = {}) =>
  Object.fromEntries(FORWARDED.filter((name) => name in headers).map((name) => [name, headers[name]]));

/**
 * No `retry` here: it would repeat mutations too, and whatever came with an error. A redirect would send them, and the
 * credentials, elsewhere.
 */
const communities = {
  fetch: (url, init) => fetch(url, { ...init, redirect: 'error' }),
  timeout: Number(COMMUNITIES_TIMEOUT_MS),
  headers: (request) => ({
    ...forwarded(request?.context?.headers),
    'router-authorization': ROUTER_SECRET,
  }),
};

const isForeseen = ({ originalError }) =>
  originalError === undefined || (originalError instanceof GraphQLError && isForeseen(originalError));

/** By default a failure on the way to a service tells its address, and all that was sent there. The log gets neither. */
const formatError = (error) => {
  const { path, extensions } = error;
  if (extensions?.request === undefined && isForeseen(error)) return error;
  const code = extensions?.code ?? 'INTERNAL_SERVER_ERROR';
  process.stderr.write(`a service did not answer: ${code}\n`);
  return new GraphQLError('A service behind this gateway did not answer.', { path, extensions: { code } });
};

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
