import type { FastifyInstance } from 'fastify';

/** Live: the process answers. Ready: it takes work. Neither asks Z-API, so an outage there restarts nothing here. */
export const addHealthRoutes = (app: FastifyInstance): void => {
  app.get('/health/live', async () => ({ status: 'live' }));
  app.get('/health/ready', async () => ({ status: 'ready' }));
};
