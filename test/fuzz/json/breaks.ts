import type { Random } from '../random.ts';
import { words } from '../words.ts';

/** Makes a body worse than it was, most often no JSON any more. */
export type Break = (body: Buffer, random: Random) => Buffer;

const insert = (body: Buffer, at: number, bytes: string | Buffer): Buffer =>
  Buffer.concat([body.subarray(0, at), Buffer.from(bytes), body.subarray(at)]);

const somewhere = (body: Buffer, random: Random): number => random.below(body.length + 1);

const SNIPPETS = [
  ...words(
    ', : " \\ { } [ ] //x\n /**/ \' NaN undefined Infinity 01 - +1 .5 1. 0x1 1e \\x41 \\u12 \0 \n \u00a0 \ufeff',
  ),
  '"__proto__":{"a":1},',
];
const NOT_UTF8 = words('80 c0af eda080 f8888080 ff e282').map((hex) => Buffer.from(hex, 'hex'));

export const BREAKS: readonly Break[] = [
  (body, random) => body.subarray(0, somewhere(body, random)),
  (body, random) => body.subarray(somewhere(body, random)),
  (body, random) => insert(body, somewhere(body, random), random.one(SNIPPETS)),
  (body, random) => insert(body, somewhere(body, random), random.one(SNIPPETS)),
  (body, random) => insert(body, somewhere(body, random), random.one(NOT_UTF8)),
  (body, random) => insert(body, somewhere(body, random), random.bytes(random.between(1, 8))),
  (body) => insert(body, 0, '\ufeff'),
  (body) => Buffer.concat([body, body]),
  (body, random) => insert(body, body.length, random.one([' {}', ',', '\0', ']', '}', ' '.repeat(30_000)])),
  (body, random) => insert(body, 0, random.one(['[', '{"a":', ' ']).repeat(random.between(1, 20_000))),
  (body) => Buffer.from(body.toString(), 'utf16le'),
  (body) => Buffer.from(body.toString().replaceAll('"', "'")),
  (body) => Buffer.from(body.toString().replaceAll(/"(\w+)":/g, '$1:')),
];
