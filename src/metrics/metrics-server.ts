import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Log, logUnexpected } from '../utils/log.ts';
import { NO_OBSERVER, type ServiceObserver } from '../utils/service-observer.ts';
import type { MetricsParts, ServiceMetrics } from './metrics.ts';

export interface OpenMetrics {
  readonly observer: ServiceObserver;
  /** Where they are served; undefined where they are not. */
  readonly port: number | undefined;
  /** To be called last: what goes on while the service stops is of interest too. */
  close(): Promise<void>;
}

const NO_METRICS: OpenMetrics = { observer: NO_OBSERVER, port: undefined, close: async () => {} };

/** Serves metrics where an address is set; nothing is loaded or counted otherwise. Rejects when it cannot listen. */
export const startMetrics = async (
  address: MetricsAddress | undefined,
  parts: () => MetricsParts,
): Promise<OpenMetrics> => {
  if (address === undefined) return NO_METRICS;
  // prom-client is loaded only where metrics are served.
  const { createServiceMetrics } = await import('./metrics.ts');
  const made = parts();
  const metrics = createServiceMetrics(made);
  const { port, close } = await startMetricsServer(address, metrics, made.log);
  return { observer: metrics.observer, port, close };
};

export interface MetricsAddress {
  readonly host: string;
  /** 0 takes any free one. */
  readonly port: number;
}

export interface MetricsServer {
  readonly port: number;
  /** Ends what is being read, and frees the port. */
  close(): Promise<void>;
}

const PATH = '/metrics';

/** Nobody who reads metrics is slower, in milliseconds. */
const REQUEST_TIMEOUT_MS = 5_000;

/** `GET /metrics` on a listener of its own, which takes no part in the way of a request. Rejects when it cannot listen. */
export const startMetricsServer = async (
  { host, port }: MetricsAddress,
  metrics: Pick<ServiceMetrics, 'contentType' | 'text'>,
  log: Log,
): Promise<MetricsServer> => {
  const answer = async ({ method, url = '' }: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (url.split('?', 1)[0] !== PATH) return void response.writeHead(404).end();
    if (method !== 'GET') return void response.writeHead(405, { allow: 'GET' }).end();
    try {
      const text = await metrics.text();
      response.writeHead(200, { 'content-type': metrics.contentType }).end(text);
    } catch (error) {
      logUnexpected(log, error, 'the metrics could not be read');
      response.writeHead(500).end();
    }
  };
  const timeouts = {
    requestTimeout: REQUEST_TIMEOUT_MS,
    connectionsCheckingInterval: REQUEST_TIMEOUT_MS / 5,
  };
  const server = http.createServer(timeouts, (request, response) => {
    void answer(request, response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, host, resolve);
  });
  server.on('error', (error) => logUnexpected(log, error, 'the metrics cannot be reached'));
  const bound = server.address() as AddressInfo;
  log.info({ host, port: bound.port }, 'metrics');
  return {
    port: bound.port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
