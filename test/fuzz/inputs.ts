import { testApiKey } from '../support/api-keys.ts';
import { CANARY_ROUTER_SECRET } from '../support/canaries.ts';
import { bitFlips } from './generators/bit-flips.ts';
import { mutatedDocuments } from './generators/documents.ts';
import { oddJson } from './generators/json.ts';
import { rawBytes } from './generators/raw-bytes.ts';
import { arbitraryVariables } from './generators/variables.ts';
import type { Header } from './http-request.ts';
import { type Random, randomOf } from './random.ts';

/** Writes the bytes of one input; the headers say who sends it. */
type Generate = (random: Random, headers: readonly Header[]) => Buffer;

const GENERATE = {
  json: oddJson,
  variables: arbitraryVariables,
  documents: mutatedDocuments,
  raw: rawBytes,
  flips: bitFlips,
} satisfies Record<string, Generate>;

export type GeneratorName = keyof typeof GENERATE;

export const GENERATORS = Object.keys(GENERATE) as readonly GeneratorName[];

/** `open` lets everyone in, `guarded` those with an API key. */
export const DOORS = ['open', 'guarded'] as const;
export type Door = (typeof DOORS)[number];

export interface FuzzInput {
  readonly generator: GeneratorName;
  readonly seed: number;
  readonly index: number;
  /** Which of the two services it is sent to. */
  readonly door: Door;
  readonly bytes: Buffer;
  /** Whether it may be no whole request, which the service rightly waits for. */
  readonly mayBeCut: boolean;
}

/** One input. It depends on nothing but what names it. */
export const inputOf = (generator: GeneratorName, seed: number, index: number): FuzzInput => {
  const random = randomOf(seed, generator, index);
  const door = DOORS[index % DOORS.length] ?? 'open';
  const headers = [
    ['X-Request-Id', `fuzz.${generator}.${seed}.${index}`],
    ...credentials(random, door),
  ] as const;
  const bytes = GENERATE[generator](random, headers);
  return { generator, seed, index, door, bytes, mayBeCut: generator === 'raw' || generator === 'flips' };
};

/** Generators take turns. */
export const inputsOf = function* (seed: number, each: number): Generator<FuzzInput, void> {
  for (let index = 0; index < each; index += 1) {
    for (const generator of GENERATORS) yield inputOf(generator, seed, index);
  }
};

const KEY = Object.entries(testApiKey().headers);

const credentials = (random: Random, door: Door): readonly Header[] => [
  ...(door === 'guarded' && random.chance(0.95) ? KEY : []),
  ...(random.chance(0.5) ? [['router-authorization', CANARY_ROUTER_SECRET] as const] : []),
];
