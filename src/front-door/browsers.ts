import cors from '@fastify/cors';
import helmet from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';
import { REQUEST_ID_HEADER } from './request-id.ts';

/** Where Apollo hosts its Sandbox. */
export const HOSTED_SANDBOX = 'https://studio.apollographql.com';

/** How long a browser may remember that an origin is let in, in seconds. */
const PREFLIGHT_SECONDS = 600;

/** Tells browsers which pages may call, and what to make of the answers. */
export const addBrowserRules = async (
  app: FastifyInstance,
  { origins }: { readonly origins: readonly string[] },
): Promise<void> => {
  const allowed = new Set(origins);
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { 'default-src': ["'none'"], 'frame-ancestors': ["'none'"] },
    },
  });
  await app.register(cors, {
    // Of an origin that is not allowed nothing is said at all: its request goes on as any other, unreadable to the page.
    origin: (origin, decide) => decide(null, origin !== undefined && allowed.has(origin) ? origin : false),
    methods: ['POST'],
    exposedHeaders: [REQUEST_ID_HEADER],
    maxAge: PREFLIGHT_SECONDS,
    strictPreflight: false,
  });
};
