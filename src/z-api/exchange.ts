/**
 * What one HTTP exchange with Z-API came to, in values that are safe to keep: no URL, no header, no
 * error object of a library. `fault` is a token of a closed form (`ECONNREFUSED`), fit for logs.
 */
export type Exchange =
  /** Nothing was sent: the connection never stood. */
  | { readonly kind: 'not-sent'; readonly cause: NotSentCause; readonly fault: string }
  /** The request may have been read, and no status line came back. */
  | { readonly kind: 'no-answer'; readonly fault: string }
  /** A status line came back; `fault` says what broke the body, if anything did. */
  | { readonly kind: 'answered'; readonly answer: Answer; readonly fault: string | undefined };

/** `circuit-open`: nothing was tried, because of what came of the exchanges before. */
export type NotSentCause = 'unreachable' | 'untrusted-certificate' | 'circuit-open';

export interface Answer {
  readonly status: number;
  /** The body as text; undefined when it came incomplete, too long or undecodable. */
  readonly body: string | undefined;
  /** The header as sent; undocumented by Z-API (guess). */
  readonly retryAfter: string | undefined;
}

export const isSuccess = ({ status }: Pick<Answer, 'status'>): boolean => status >= 200 && status <= 299;

/** What the transport is asked to send. The path is relative to the instance, its segments not yet encoded. */
export interface UpstreamRequest {
  readonly method: 'GET' | 'POST';
  readonly path: readonly string[];
  readonly query?: Readonly<Record<string, number>>;
  readonly body?: unknown;
}

/** Sends one request and never throws for what happens on the wire. */
export type Transport = (request: UpstreamRequest, timeoutMs: number) => Promise<Exchange>;
