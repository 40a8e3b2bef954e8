import type { Header } from '../http-request.ts';
import { OPERATIONS, validVariables } from '../operations.ts';
import type { Random } from '../random.ts';
import { words } from '../words.ts';

/** Writes bytes that may be no HTTP; the headers say who sends them. */
export type Write = (random: Random, headers: readonly Header[]) => Buffer;

export const HOST: Header = ['Host', 'localhost'];
export const JSON_TYPE: Header = ['Content-Type', 'application/json'];

export const lengthOf = (body: string): Header => ['Content-Length', String(Buffer.byteLength(body))];

export const anyBody = (random: Random): string => {
  const operation = random.one(OPERATIONS);
  return random.one([
    () => '{"query":"{ __typename }"}',
    () => JSON.stringify({ query: operation.document, variables: validVariables(operation, random) }),
    () => '',
    () => 'x'.repeat(random.below(3_000)),
  ])();
};

export const postLine = (random: Random): string =>
  random.chance(0.8) ? 'POST /graphql HTTP/1.1' : 'POST /graphql HTTP/1.0';

/** One that is well-formed, most often to the operations. */
export const anyRequestLine = (random: Random): string =>
  random.chance(0.6)
    ? postLine(random)
    : `${random.one(['GET', 'OPTIONS', 'HEAD', 'PUT'])} ${random.one(['/graphql', '/', '/health/live'])} HTTP/1.1`;

export const ODD_BYTES = ['  ', ' ', ...words('\0 \x01 \t \v \x7f \x80 \xff \r \n \r\n : , " \\')];
