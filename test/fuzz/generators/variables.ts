import { MAX_BODY_BYTES } from '../../../src/http/limits.ts';
import { graphqlPost, type Header } from '../http-request.ts';
import { jsonText } from '../json/json-text.ts';
import { OPERATIONS, validVariables } from '../operations.ts';
import type { Random } from '../random.ts';
import { words } from '../words.ts';

/** Well-formed requests for every operation, whose variables are as they should be or anything that JSON can say. */
export const arbitraryVariables = (random: Random, headers: readonly Header[]): Buffer => {
  const operation = random.one(OPERATIONS);
  const likelyRight = random.one([0, 0.5, 0.8, 1]);
  const declared = Object.entries(validVariables(operation, random)).filter(() => random.chance(0.95));
  const members = [
    ...declared.map(([name, value]) =>
      member(name, random.chance(likelyRight) ? JSON.stringify(value) : jsonText(random)),
    ),
    ...random.times(random.one([0, 0, 0, 1, 2]), () => member(random.one(MORE_NAMES), jsonText(random))),
  ];
  const bodyWith = (...more: readonly string[]) =>
    `{"query":${JSON.stringify(operation.document)},"variables":{${[...members, ...more].join(',')}}}`;
  return graphqlPost({ headers, body: random.chance(0.85) ? bodyWith() : filled(bodyWith, random) });
};

const member = (name: string, text: string): string => `${JSON.stringify(name)}:${text}`;

const MORE_NAMES = words('__proto__ constructor toString hasOwnProperty communityId groupsPhones id $id x');

/** Filled up to a length, often the longest that is read, or a byte more or less. */
const filled = (bodyWith: (...more: readonly string[]) => string, random: Random): string => {
  const atLimit = random.chance(0.5);
  const wanted = atLimit ? MAX_BODY_BYTES + random.between(-1, 1) : random.between(1_000, MAX_BODY_BYTES);
  const filler = (length: number) => `"filler":"${random.one(['x', '0', '[']).repeat(length)}"`;
  const missing = wanted - Buffer.byteLength(bodyWith(filler(0)));
  return missing < 0 ? bodyWith() : bodyWith(filler(missing));
};
