import { graphqlPost, type Header } from '../http-request.ts';
import { OPERATIONS, validVariables } from '../operations.ts';
import type { Random } from '../random.ts';

/** A valid request with 1 to 20 of its bits flipped, anywhere from the method to the last brace. */
export const bitFlips = (random: Random, headers: readonly Header[]): Buffer => {
  const operation = random.one(OPERATIONS);
  const body = JSON.stringify({ query: operation.document, variables: validVariables(operation, random) });
  return flipBits(graphqlPost({ headers, body }), random);
};

/** Of a whole request, as often in its head alone, which is short, as in all of it. */
export const flipBits = (whole: Buffer, random: Random): Buffer => {
  const bytes = Buffer.from(whole);
  const reach = random.chance(0.5) ? bytes.indexOf('\r\n\r\n') + 4 : bytes.length;
  const count = random.between(1, random.one([1, 3, 20]));
  const flipped = new Set(random.times(count, () => random.below(reach * 8)));
  for (const bit of flipped) {
    const at = bit >> 3;
    bytes.writeUInt8(bytes.readUInt8(at) ^ (1 << (bit & 7)), at);
  }
  return bytes;
};
