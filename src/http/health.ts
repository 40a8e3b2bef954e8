import type { FastifyInstance } from 'fastify';
import type { InFlightRequests } from './in-flight-requests.ts';

/** Live: the process answers. Ready: it takes work. Neither asks Z-API, so an outage there restarts nothing here. */
export const addHealthRoutes = (app: FastifyInstance, inFlight: InFlightRequests): void => {
  app.get('/health/live', async () => ({ status: 'live' }));
  app.get('/health/ready', async (_, reply) => {
    if (!inFlight.closed) return { status: 'ready' };
    reply.code(503);
    return { status: 'stopping' };
  });
};
