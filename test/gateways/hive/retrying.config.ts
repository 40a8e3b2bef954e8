import { defineConfig } from '@graphql-hive/gateway';

const { PORT } = process.env;

/** Retries as Hive's documentation shows them, and no more than is needed beside. */
export const gatewayConfig = defineConfig({
  host: '127.0.0.1',
  port: Number(PORT),
  supergraph: 'supergraph.graphql',
  propagateHeaders: {
    fromClientToSubgraphs: ({ request }) => ({ 'x-api-key': request.headers.get('x-api-key') }),
  },
  upstreamRetry: { maxRetries: 3 },
});
