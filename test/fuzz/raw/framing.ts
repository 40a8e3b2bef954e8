import { type Header, httpRequest } from '../http-request.ts';
import { words } from '../words.ts';
import { anyBody, HOST, JSON_TYPE, lengthOf, postLine, type Write } from './parts.ts';

const SIZES = [
  ...words('0 -1 g 0x5 +5 5; 5;a="\0" 5;a=b\n ffffffffffffffff 7fffffff 00000000000000005 é'),
  ...['', ' 5', '5 ', `5;${'x'.repeat(20_000)}`],
];
const CODINGS = [
  ...words('chunked chunked chunked chunked Chunked identity xchunked \vchunked "chunked"'),
  ...['', 'gzip, chunked', 'chunked, gzip', 'chunked, chunked'],
];
const LAST = '0\r\n\r\n';
const LAST_CHUNKS = [
  ...[LAST, LAST, LAST, LAST, '', '0\r\n', '0\n\n', '0;x\r\nContent-Length: 5\r\n\r\n'],
  ...['00\r\nX: \0\r\n\r\n', '0\r\n__proto__: x\r\n\r\n'],
];

export const brokenChunks: Write = (random, headers) => {
  const body = anyBody(random);
  const size = random.between(1, Math.max(body.length, 1));
  const chunks = random.times(Math.ceil(body.length / size), (index) => {
    const data = body.slice(index * size, (index + 1) * size);
    const stated = random.chance(0.9) ? Buffer.byteLength(data).toString(16) : random.one(SIZES);
    return `${stated}\r\n${data}${random.chance(0.95) ? '\r\n' : random.one(['', '\n', '\r', 'x\r\n'])}`;
  });
  const framing: readonly Header[] = [
    ['Transfer-Encoding', random.one(CODINGS)],
    ...(random.chance(0.2) ? [lengthOf(body)] : []),
    ...(random.chance(0.1) ? [['Transfer-Encoding', 'chunked'] as const] : []),
  ];
  const all = [HOST, JSON_TYPE, ...headers, ...framing];
  return httpRequest(postLine(random), all, chunks.join('') + random.one(LAST_CHUNKS));
};

export const brokenLengths: Write = (random, headers) => {
  const body = anyBody(random);
  const right = Buffer.byteLength(body);
  const lengths = [
    ...[`${right}`, `${right + random.between(-5, 5)}`, `+${right}`, `0${right}`, `0x${right.toString(16)}`],
    ...[`${right}.0`, `${right}, ${right}`, `${right},5`, ` ${right} `, ''],
    ...words('0 -1 x 1e3 9007199254740993 99999999999999999999999 32768 32769 \0'),
  ];
  const stated = random.times(
    random.one([0, 1, 1, 1, 2, 3]),
    () => ['Content-Length', random.one(lengths)] as const,
  );
  return httpRequest(postLine(random), [HOST, JSON_TYPE, ...headers, ...stated], body);
};
