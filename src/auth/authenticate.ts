import type { ApiKeys } from './api-keys.ts';
import { ANYONE, type Caller } from './caller.ts';

/** What is known of who sent a request. */
export type Authentication =
  | { readonly kind: 'caller'; readonly caller: Caller }
  /** No credential was sent. */
  | { readonly kind: 'none' }
  /** The credential is not accepted; the reason is for logs. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** Nothing can be said of the credential now. */
  | { readonly kind: 'unavailable' };

/** The headers that carry credentials, as they came. */
export interface Credentials {
  readonly authorization?: string | undefined;
  readonly 'x-api-key'?: string | string[] | undefined;
}

export type Authenticate = (credentials: Credentials) => Promise<Authentication>;

/** The ways to authenticate that are configured. */
export interface Ways {
  readonly tokens: ((token: string) => Promise<Authentication>) | undefined;
  readonly apiKeys: ApiKeys | undefined;
}

/** Says who sent a request, from its one credential. With no way configured, whoever comes is let in as anyone. */
export const authenticateBy = ({ tokens, apiKeys }: Ways): Authenticate => {
  if (tokens === undefined && apiKeys === undefined) return async () => ({ kind: 'caller', caller: ANYONE });
  return async ({ authorization, 'x-api-key': key }) => {
    const byToken = tokens && authorization !== undefined;
    const byKey = apiKeys && key !== undefined;
    if (byToken && byKey) return { kind: 'refused', reason: 'TWO_CREDENTIALS' };
    if (byToken) {
      const token = BEARER.exec(authorization)?.[1];
      return token === undefined ? { kind: 'refused', reason: 'NOT_BEARER' } : tokens(token);
    }
    if (!byKey) return { kind: 'none' };
    const caller = apiKeys.find(String(key));
    return caller === undefined ? { kind: 'refused', reason: 'API_KEY' } : { kind: 'caller', caller };
  };
};

const BEARER = /^Bearer +(\S+)$/i;
