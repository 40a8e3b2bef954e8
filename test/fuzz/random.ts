import { randomFrom } from '../unit/z-api/random-answers.ts';

/** Draws that look random and are the same for the same seed. */
export class Random {
  readonly #next: () => number;

  constructor(seed: number) {
    this.#next = randomFrom(seed);
  }

  /** A whole number from 0 up to, but without, the limit. */
  below(limit: number): number {
    return Math.floor(this.#next() * limit);
  }

  /** A whole number, both ends included. */
  between(least: number, most: number): number {
    return least + this.below(most - least + 1);
  }

  chance(probability: number): boolean {
    return this.#next() < probability;
  }

  one<T>(list: readonly T[]): T {
    return list[this.below(list.length)] as T;
  }

  times<T>(count: number, make: (index: number) => T): readonly T[] {
    return Array.from({ length: count }, (_, index) => make(index));
  }

  bytes(length: number): Buffer {
    return Buffer.from(this.times(length, () => this.below(256)));
  }
}

/** The draws of one input. Those of another input, or of another seed, have nothing to do with them. */
export const randomOf = (seed: number, generator: string, index: number): Random =>
  new Random(hash(`${seed} ${generator} ${index}`));

/** FNV-1a. */
const hash = (text: string): number =>
  [...text].reduce((hashed, letter) => Math.imul(hashed ^ letter.charCodeAt(0), 0x01000193), 0x811c9dc5);
