export type Header = readonly [name: string, value: string];

export interface RequestParts {
  readonly headers: readonly Header[];
  readonly body: string | Buffer;
  readonly contentType?: string;
}

/** A well-formed `POST /graphql`, whatever its body: the last request of its connection. */
export const graphqlPost = ({ headers, body, contentType = 'application/json' }: RequestParts): Buffer => {
  const bytes = Buffer.from(body);
  return httpRequest(
    'POST /graphql HTTP/1.1',
    [
      ['Host', 'localhost'],
      ['Connection', 'close'],
      ['Content-Type', contentType],
      ...headers,
      ['Content-Length', String(bytes.length)],
    ],
    bytes,
  );
};

/** The bytes of a request: its parts as they are, right or wrong. */
export const httpRequest = (
  requestLine: string,
  headers: readonly Header[],
  body: string | Buffer = '',
): Buffer => {
  const lines = [requestLine, ...headers.map(([name, value]) => `${name}: ${value}`), '', ''];
  return Buffer.concat([Buffer.from(lines.join('\r\n'), 'latin1'), Buffer.from(body)]);
};
