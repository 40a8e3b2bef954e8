import type { IncomingMessage, ServerResponse } from 'node:http';
import helmet from 'helmet';
import { REQUEST_ID_HEADER } from './request-id.ts';

/** What every answer says of itself: nothing is to be cached, and texts and media types are as the request asks. */
export const answerHeaders = (requestId: string) => ({
  [REQUEST_ID_HEADER]: requestId,
  vary: 'Accept-Language, Accept',
  'cache-control': 'no-store',
});

/** What browsers are told to make of every answer: the same headers each time, so they are worked out once. */
export const securityHeaders = (): Readonly<Record<string, string>> => {
  const headers: Record<string, string> = {};
  const response = {
    setHeader: (name: string, value: string) => {
      headers[name.toLowerCase()] = value;
    },
    removeHeader: () => {},
  };
  const write = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { 'default-src': ["'none'"], 'frame-ancestors': ["'none'"] },
    },
  });
  write({} as IncomingMessage, response as unknown as ServerResponse, (error) => {
    if (error !== undefined) throw error;
  });
  return headers;
};
