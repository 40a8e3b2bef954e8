import cors from '@fastify/cors';
import type { FastifyInstance } from 'fastify';
import { isLoopback } from '../utils/loopback.ts';
import { refuse } from './error-responses.ts';
import { REQUEST_ID_HEADER } from './request-id.ts';

/** Where Apollo hosts its Sandbox. */
export const HOSTED_SANDBOX = 'https://studio.apollographql.com';

/** How long a browser may remember that an origin is let in, in seconds. */
const PREFLIGHT_SECONDS = 600;

export interface BrowserRules {
  /** Of the pages that may call. */
  readonly origins: readonly string[];
  /** Whether callers are not authenticated. */
  readonly open: boolean;
}

/** Tells browsers which pages may call, and what to make of the answers. */
export const addCors = async (app: FastifyInstance, { origins, open }: BrowserRules): Promise<void> => {
  const allowed = new Set(origins);
  await app.register(cors, {
    // Of an origin that is not allowed nothing is said at all: its request goes on as any other, unreadable to the page.
    origin: (origin, decide) => decide(null, origin !== undefined && allowed.has(origin) ? origin : false),
    methods: ['POST'],
    exposedHeaders: [REQUEST_ID_HEADER],
    maxAge: PREFLIGHT_SECONDS,
    strictPreflight: false,
  });
  if (!open) return;
  // A page whose name was made to lead here is of the same origin to its browser: nothing but this keeps it out.
  app.addHook('onRequest', async ({ headers: { origin } }, reply) => {
    if (origin === undefined || allowed.has(origin) || isLoopbackOrigin(origin)) return undefined;
    return refuse(reply, 403, 'FORBIDDEN', ({ foreignPage }) => foreignPage);
  });
};

const isLoopbackOrigin = (origin: string): boolean =>
  URL.canParse(origin) && isLoopback(new URL(origin).hostname);
