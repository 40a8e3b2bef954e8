import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { createHandler } from 'graphql-http/lib/use/http';
import { startNeighbour } from './neighbour.ts';

/** The neighbour over HTTP. */
export interface NeighbourServer {
  readonly url: string;
  /** Ids of the communities it was asked to resolve, in order. */
  readonly resolved: readonly string[];
  /** The headers of each request, in order. */
  readonly received: readonly http.IncomingHttpHeaders[];
  close(): Promise<void>;
}

export const startNeighbourServer = async (favourites: readonly string[]): Promise<NeighbourServer> => {
  const { schema, resolved } = startNeighbour(favourites);
  const received: http.IncomingHttpHeaders[] = [];
  const handle = createHandler({
    schema,
    context: ({ raw }) => ({ hangUp: () => void raw.socket.resetAndDestroy() }),
  });
  const server = http.createServer((request, response) => {
    received.push(request.headers);
    void handle(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    resolved,
    received,
    close: async () => {
      server.close();
      server.closeAllConnections();
    },
  };
};
