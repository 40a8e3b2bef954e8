import { ODD_BYTES, type Write } from './parts.ts';

const PIECES = ['GET ', 'POST ', '/', ' HTTP/1.1', '\r\n', '\n', ': ', 'a', '0', ...ODD_BYTES];

/** Bytes of every value, or what HTTP is made of in no order. */
export const noise: Write = (random) => {
  const length = random.one([1, 4, 16, 200, 2_000]);
  if (random.chance(0.5)) return random.bytes(length);
  return Buffer.from(random.times(length, () => random.one(PIECES)).join(''), 'latin1');
};
