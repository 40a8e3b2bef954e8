/** Numbers from 0 to 1 that look random and are the same in every run (mulberry32). */
export const randomFrom = (seed: number) => {
  let state = seed;
  return (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

const STATUSES = [200, 200, 201, 204, 206, 299, 300, 400, 401, 403, 404, 405, 409, 429, 500, 501, 503];
const KEYS = ['success', 'success', 'error', 'value', 'message', 'connected', '__proto__', 'toString', ''];
const TEXTS = [
  '',
  'true',
  'not found',
  'NOT_FOUND',
  'x not allowed',
  'Instance not found',
  '\u0000',
  'ção',
  '1',
];

/** Statuses and bodies of every kind: usual and absurd, whole and broken. */
export const randomAnswers = (seed: number, count: number) => {
  const random = randomFrom(seed);
  const below = (limit: number) => Math.floor(random() * limit);
  const one = <T>(list: readonly T[]): T => list[below(list.length)] as T;

  const value = (depth: number): unknown => {
    const kind = below(depth > 2 ? 6 : 8);
    if (kind < 3) return one([true, false, null]);
    if (kind < 5) return one(TEXTS);
    if (kind === 5) return one([0, 1, -1, 2 ** 53, 0.5]);
    if (kind === 6) return Array.from({ length: below(3) }, () => value(depth + 1));
    return object(depth + 1);
  };
  const object = (depth: number) =>
    Object.fromEntries(Array.from({ length: below(4) }, () => [one(KEYS), value(depth)]));
  const body = (): string | undefined => {
    const kind = below(10);
    if (kind === 0) return undefined;
    if (kind === 1)
      return Array.from({ length: below(20) }, () => String.fromCharCode(below(0x10000))).join('');
    const json = JSON.stringify(kind < 8 ? object(0) : value(0));
    return kind === 2 ? json.slice(0, below(json.length)) : json;
  };

  return Array.from({ length: count }, () => ({
    status: random() < 0.8 ? one(STATUSES) : below(1_100),
    body: body(),
    retryAfter: one([undefined, '5', 'never', '']),
  }));
};
