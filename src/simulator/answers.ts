/** A complete answer; `content-length` is added when it is sent. */
export interface WholeAnswer {
  readonly kind: 'whole';
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** An answer, or one of the ways in which none arrives. */
export type Answer =
  | WholeAnswer
  /** The request was read; nothing is ever written. */
  | { readonly kind: 'hang' }
  /** The request was read; the connection is torn down with a TCP reset. */
  | { readonly kind: 'reset' }
  /** The head promises more bytes than follow; then the connection ends. */
  | { readonly kind: 'cut-short'; readonly answer: WholeAnswer; readonly missingBytes: number };

/** An answer without a body. */
export const bare = (status: number, headers: Readonly<Record<string, string>> = {}): WholeAnswer => ({
  kind: 'whole',
  status,
  headers,
  body: '',
});

/** An answer whose text is sent as it is. */
export const text = (status: number, contentType: string, body: string): WholeAnswer => ({
  kind: 'whole',
  status,
  headers: { 'content-type': contentType },
  body,
});

/** An answer carrying a JSON value. */
export const json = (status: number, value: unknown): WholeAnswer =>
  text(status, 'application/json', JSON.stringify(value));
