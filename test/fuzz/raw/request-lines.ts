import { httpRequest } from '../http-request.ts';
import { words } from '../words.ts';
import { anyBody, HOST, JSON_TYPE, lengthOf, ODD_BYTES, type Write } from './parts.ts';

const METHODS = [
  ...words(
    'GET POST HEAD PUT OPTIONS DELETE PATCH TRACE CONNECT QUERY PROPFIND M-SEARCH get G\0T PRI SOURCE \xff',
  ),
  ...['', 'X'.repeat(9_000)],
];
const TARGETS = [
  ...words('/ /graphql /graphql?query={__typename} /graphql? /graphql#x /graphql/ /health/live * //graphql'),
  ...words('/../graphql /%67raphql /% /%zz /%00 /%ff /%c0%af /graphql%0d%0aX: http://localhost/graphql'),
  ...words(
    'http://[::1 https://x:y@localhost/graphql localhost:443 /é /\0 /__proto__ /constructor /graphql;x',
  ),
  ...['', '/ /', '/health/live?__proto__[a]=1', '/a'.repeat(2_000), '/'.repeat(20_000)],
];
const VERSIONS = [
  ...words('HTTP/1.1 HTTP/1.0 HTTP/0.9 HTTP/2.0 HTTP/1.2 HTTP/9.9 HTTP/11 http/1.1 HTTP'),
  '',
];
const SPACES = [' ', ' ', ' ', ...ODD_BYTES];

export const brokenRequestLines: Write = (random, headers) => {
  const before = random.one(['', '', '\r\n', '\n', ' ']);
  const line = [
    random.one(METHODS),
    random.one(SPACES),
    random.one(TARGETS),
    random.one(SPACES),
    random.one(VERSIONS),
  ];
  const body = random.chance(0.5) ? anyBody(random) : '';
  return httpRequest(before + line.join(''), [HOST, JSON_TYPE, ...headers, lengthOf(body)], body);
};
