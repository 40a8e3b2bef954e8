import { REQUEST_ID_HEADER } from './request-id.ts';

/** The security headers that helmet sends for an API, with a content security policy that allows nothing. */
const SECURITY_HEADERS = {
  'content-security-policy': "default-src 'none';frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'origin-agent-cluster': '?1',
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
  'x-content-type-options': 'nosniff',
  'x-dns-prefetch-control': 'off',
  'x-download-options': 'noopen',
  'x-frame-options': 'SAMEORIGIN',
  'x-permitted-cross-domain-policies': 'none',
  'x-xss-protection': '0',
} as const;

/** The headers of every response. Nothing may be cached; language and media type depend on the request. */
export const responseHeaders = (requestId: string) => ({
  [REQUEST_ID_HEADER]: requestId,
  vary: 'Accept-Language, Accept',
  'cache-control': 'no-store',
  ...SECURITY_HEADERS,
});
