import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

export const REQUEST_ID_HEADER = 'x-request-id';

const FORM = /^[A-Za-z0-9._-]{1,64}$/;

/** The caller's own id when it is fit for logs and headers, else a fresh one. */
export const requestIdOf = (headers: IncomingHttpHeaders): string => {
  const given = headers[REQUEST_ID_HEADER];
  return typeof given === 'string' && FORM.test(given) ? given : newRequestId();
};

export const newRequestId = (): string => randomUUID();
