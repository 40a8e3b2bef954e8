import { describe, expect, it } from '@jest/globals';
import { parse } from 'graphql';
import { MAX_BODY_BYTES } from '../../src/http/limits.ts';
import { flipBits } from './generators/bit-flips.ts';
import { graphqlPost } from './http-request.ts';
import { DOORS, GENERATORS, type GeneratorName, inputOf, inputsOf } from './inputs.ts';
import { OPERATIONS } from './operations.ts';
import { randomOf } from './random.ts';

const SEED = 20_261_124;
const EACH = 400;

const inputsFrom = (generator: GeneratorName, seed = SEED) =>
  Array.from({ length: EACH }, (_, index) => inputOf(generator, seed, index));

const hexOf = (generator: GeneratorName, seed = SEED) =>
  inputsFrom(generator, seed).map(({ bytes }) => bytes.toString('hex'));

const bodiesOf = (generator: GeneratorName): readonly Buffer[] =>
  inputsFrom(generator).map(({ bytes }) => bytes.subarray(bytes.indexOf('\r\n\r\n') + 4));

const succeeds = (attempt: () => unknown): boolean => {
  try {
    attempt();
    return true;
  } catch {
    return false;
  }
};
const isJson = (body: Buffer): boolean => succeeds(() => JSON.parse(body.toString()));

describe.each(GENERATORS.map((generator) => [generator]))('the inputs of %s', (generator) => {
  it('are the same for the same seed', () => {
    expect(hexOf(generator)).toEqual(hexOf(generator));
  });

  it('are others for another seed', () => {
    const before = new Set(hexOf(generator));
    expect(hexOf(generator, SEED + 1).filter((input) => before.has(input)).length).toBeLessThan(EACH / 10);
  });

  it('differ among themselves', () => {
    expect(new Set(hexOf(generator)).size).toBeGreaterThan(EACH * 0.9);
  });
});

it('takes turns between generators and between doors', () => {
  const inputs = [...inputsOf(SEED, 4)];
  expect(inputs.map(({ generator }) => generator)).toEqual(Array(4).fill(GENERATORS).flat());
  expect(new Set(inputs.map(({ generator, door }) => `${generator} ${door}`)).size).toBe(
    GENERATORS.length * DOORS.length,
  );
});

it('writes bodies that are JSON, and bodies that are none', () => {
  const whole = bodiesOf('json').filter(isJson).length;
  expect(whole).toBeGreaterThan(EACH / 4);
  expect(whole).toBeLessThan(EACH * 0.75);
});

it('writes variables for every operation in JSON that is well-formed, up to the longest that is read', () => {
  const bodies = bodiesOf('variables');
  expect(bodies.filter((body) => !isJson(body))).toEqual([]);
  const documents = new Set(bodies.map((body) => JSON.parse(body.toString()).query));
  expect(documents).toEqual(new Set(OPERATIONS.map(({ document }) => document)));
  const lengths = bodies.map(({ length }) => length);
  expect(lengths).toEqual(expect.arrayContaining([MAX_BODY_BYTES - 1, MAX_BODY_BYTES, MAX_BODY_BYTES + 1]));
});

it('writes documents that can still be parsed, and documents that cannot', () => {
  const documents = bodiesOf('documents').map((body): string => JSON.parse(body.toString()).query);
  const parsed = documents.filter((document) => succeeds(() => parse(document))).length;
  expect(parsed).toBeGreaterThan(EACH / 4);
  expect(parsed).toBeLessThan(EACH * 0.9);
});

it('flips 1 to 20 bits, in the head and in the body', () => {
  const whole = graphqlPost({ headers: [], body: 'x'.repeat(300) });
  const flipped = Array.from({ length: EACH }, (_, index) => flipBits(whole, randomOf(SEED, 'flips', index)));
  const bitsIn = (byte: number): number => byte.toString(2).replaceAll('0', '').length;
  const changed = flipped.map((bytes) => bytes.map((byte, at) => bitsIn(byte ^ whole.readUInt8(at))));
  const counts = changed.map((bits) => bits.reduce((sum, one) => sum + one, 0));
  expect([Math.min(...counts), Math.max(...counts)]).toEqual([1, 20]);
  const headEnd = whole.indexOf('\r\n\r\n');
  expect(changed.some((bits) => bits.subarray(0, headEnd).some(Boolean))).toBe(true);
  expect(changed.some((bits) => bits.subarray(headEnd + 4).some(Boolean))).toBe(true);
});
