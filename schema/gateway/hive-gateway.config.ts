import { defineConfig, Logger } from '@graphql-hive/gateway';
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

const isCommunities = (subgraph: string | undefined) => subgraph?.toLowerCase() === 'communities';

const isForeseen = (error: unknown): boolean =>
  error instanceof GraphQLError && (error.originalError === undefined || isForeseen(error.originalError));

/**
 * By default a failure on the way to a service has the code of any unexpected error, and a time-out is a 504 that tells the
 * address of the service and all that was sent there.
 */
const maskError = (error: unknown, message: string): Error => {
  const { path, extensions } = error instanceof GraphQLError ? error : new GraphQLError(message);
  if (extensions.request !== undefined) {
    const { code } = extensions;
    process.stderr.write(`a service did not answer: ${code}\n`);
    return new GraphQLError('A service behind this gateway did not answer.', { path, extensions: { code } });
  }
  if (isForeseen(error)) return error as GraphQLError;
  return new GraphQLError(message, { path, extensions: { code: 'INTERNAL_SERVER_ERROR' } });
};

export const gatewayConfig = defineConfig({
  host: HOST,
  port: Number(PORT),
  supergraph: SUPERGRAPH,
  propagateHeaders: {
    fromClientToSubgraphs: ({ request, subgraphName }) =>
      isCommunities(subgraphName)
        ? {
            ...Object.fromEntries(FORWARDED.map((name) => [name, request.headers.get(name)])),
            'router-authorization': ROUTER_SECRET,
          }
        : {},
  },
  // By default the whole of what failed is logged: ids, phones, what the service answered. Messages hold none of it.
  logging: new Logger({
    writers: [{ write: (level, _, message) => void process.stderr.write(`${level} ${message ?? ''}\n`) }],
  }),
  upstreamTimeout: Number(COMMUNITIES_TIMEOUT_MS),
  // No `upstreamRetry`: Hive would repeat mutations too, and has no retries by default.
  // A redirect would send mutations, and credentials, elsewhere.
  plugins: () => [
    {
      onFetch({ options, setOptions }) {
        setOptions({ ...options, redirect: 'error' });
      },
    },
  ],
  maskedErrors: { maskError },
});
