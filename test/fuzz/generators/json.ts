import { graphqlPost, type Header } from '../http-request.ts';
import { BREAKS } from '../json/breaks.ts';
import { jsonText } from '../json/json-text.ts';
import { OPERATIONS, validVariables } from '../operations.ts';
import type { Random } from '../random.ts';
import { words } from '../words.ts';

/** Bodies that are no JSON, or JSON that is no GraphQL request, or one written oddly. */
export const oddJson = (random: Random, headers: readonly Header[]): Buffer => {
  const breaks = random.times(random.one([0, 0, 0, 1, 1, 2, 3]), () => random.one(BREAKS));
  const body = breaks.reduce<Buffer>((bytes, damage) => damage(bytes, random), Buffer.from(text(random)));
  return graphqlPost({
    headers,
    body,
    contentType: random.chance(0.9) ? 'application/json' : random.one(MEDIA_TYPES),
  });
};

const MEDIA_TYPES = [
  ...words(
    'application/json;charset="UTF-8" application/json; text/plain application/graphql multipart/form-data',
  ),
  ...words('application/json;charset=utf-16 application/json;charset=utf-8;charset=latin1 ; a/b'),
  ...['', 'application/json\r\nContent-Encoding: gzip'],
];

const text = (random: Random): string => {
  const kind = random.below(10);
  if (kind === 0) return jsonText(random);
  if (kind === 1) return `[${random.times(random.below(4), () => request(random)).join(',')}]`;
  return request(random);
};

/** The members of a request, each as it should be or anything, in any order, some of them twice. */
const request = (random: Random): string => {
  const operation = random.one(OPERATIONS);
  const right = new Map<string, () => unknown>([
    ['query', () => operation.document],
    ['variables', () => validVariables(operation, random)],
    ['operationName', () => operation.name ?? null],
    ['extensions', () => ({ persistedQuery: { version: 1, sha256Hash: 'f'.repeat(64) } })],
  ]);
  const member = (name: string, likelyRight: number): string => {
    const value = random.chance(likelyRight) ? JSON.stringify(right.get(name)?.() ?? null) : jsonText(random);
    return `${JSON.stringify(name)}:${value}`;
  };
  const members = [
    ...(random.chance(0.95) ? [member('query', 0.8)] : []),
    ...(random.chance(0.8) ? [member('variables', 0.7)] : []),
    ...(random.chance(0.4) ? [member('operationName', 0.5)] : []),
    ...(random.chance(0.3) ? [member('extensions', 0.3)] : []),
    ...random.times(random.one([0, 0, 0, 1, 2]), () => member(random.one(MORE_MEMBERS), 0.2)),
  ];
  const turned = random.below(members.length + 1);
  const separator = random.one([',', ', ', '\n,\t']);
  return `{${[...members.slice(turned), ...members.slice(0, turned)].join(separator)}}`;
};

const MORE_MEMBERS = words(
  'query variables operationName extensions __proto__ constructor toString then http id',
);
