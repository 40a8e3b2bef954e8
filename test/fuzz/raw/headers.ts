import { type Header, httpRequest } from '../http-request.ts';
import { words } from '../words.ts';
import { anyBody, anyRequestLine, HOST, JSON_TYPE, lengthOf, type Write } from './parts.ts';

const valuesOf = (name: string, ...values: readonly string[]): readonly Header[] =>
  values.map((value) => [name, value]);

const ODD_HEADERS: readonly Header[] = [
  ...valuesOf('Host', '', 'a, b', 'localhost:99999'),
  ...valuesOf(
    'X',
    '\0',
    'a\r\n folded',
    'a\nX-Bare: 1',
    'a\rX-Bare: 1',
    '\xff'.repeat(300),
    'x'.repeat(20_000),
  ),
  ...[...words('Colon: \xe9 __proto__ constructor'), '', 'Na me', 'Trailing ', 'X'.repeat(20_000)].flatMap(
    (name) => valuesOf(name, 'x'),
  ),
  ...valuesOf('Expect', '100-continue', 'the unexpected'),
  ...valuesOf('Upgrade', 'websocket', 'h2c'),
  ...valuesOf('Connection', 'Upgrade, HTTP2-Settings', 'keep-alive, close, x', 'Content-Length'),
  ...valuesOf('Keep-Alive', 'timeout=-1'),
  ...valuesOf('Trailer', 'Content-Length'),
  ...valuesOf('TE', 'trailers, deflate;q=2'),
  ...valuesOf('Content-Type', 'application/json; charset=\0', ';'.repeat(2_000)),
  ...valuesOf('Content-Encoding', 'gzip, br'),
  ...valuesOf('Accept', 'text/html', 'application/json;q=x, */*;q=-1, ,;', `a/b${',*/*;q=0.1'.repeat(900)}`),
  ...valuesOf('Accept-Encoding', 'gzip;q=NaN'),
  ...valuesOf('Origin', 'null', 'https://studio.apollographql.com'),
  ...valuesOf('Access-Control-Request-Method', 'POST', '\x80'),
  ...valuesOf('Authorization', `Bearer ${'eyJ'.repeat(500)}`, 'Basic ='),
  ...valuesOf('X-Api-Key', 'x', '.'),
  ...valuesOf('Router-Authorization', 'x'),
  ...valuesOf('X-Request-Id', 'a b', 'x'.repeat(65)),
  ...valuesOf('X-HTTP-Method-Override', 'DELETE'),
  ...valuesOf('X-Forwarded-For', '\x01'),
  ...valuesOf('Cookie', '='.repeat(3_000)),
  ...valuesOf('Range', 'bytes=0-0,-1'),
  ...valuesOf('If-None-Match', '*'),
  ...valuesOf('apollo-require-preflight', '1'),
  ...valuesOf('apollo-federation-include-trace', 'ftv1'),
];

export const brokenHeaders: Write = (random, headers) => {
  const body = anyBody(random);
  const odd = random.times(random.one([1, 1, 2, 3, 10]), () => random.one(ODD_HEADERS));
  const count = random.chance(0.95) ? 0 : random.one([100, 1_999, 5_000]);
  const many = random.times(count, (index) => [`h${index}`, ''] as const);
  const right = [...(random.chance(0.9) ? [HOST] : []), JSON_TYPE, ...headers, lengthOf(body)];
  const all = random.chance(0.5) ? [...odd, ...right, ...many] : [...many, ...right, ...odd];
  const bytes = httpRequest(anyRequestLine(random), all, body);
  return random.chance(0.9) ? bytes : withLineEnds(bytes, random.one(['\n', '\r', '\n\r', '\r\r\n']));
};

const withLineEnds = (bytes: Buffer, lineEnd: string): Buffer =>
  Buffer.from(bytes.toString('latin1').replaceAll('\r\n', lineEnd), 'latin1');
