import type { Random } from '../random.ts';

export type Tokens = readonly string[];

/** Makes another document of the tokens of one. */
export type Mutate = (tokens: Tokens, random: Random) => Tokens;

export const splice = (tokens: Tokens, at: number, removed: number, ...added: Tokens): Tokens => [
  ...tokens.slice(0, at),
  ...added,
  ...tokens.slice(at + removed),
];

/** Puts something in at one of the places that fit; changes nothing where none does. */
export const insertAt = (
  tokens: Tokens,
  random: Random,
  fits: (token: string, before: string | undefined) => boolean,
  added: Tokens,
): Tokens => {
  const places = tokens.flatMap((token, index) => (fits(token, tokens[index - 1]) ? [index] : []));
  return places.length === 0 ? tokens : splice(tokens, random.one(places), 0, ...added);
};

/** Where selections stand: after an opening brace. */
export const inSelections = (tokens: Tokens, random: Random, added: Tokens): Tokens =>
  insertAt(tokens, random, (_, before) => before === '{', added);

/** A pair of braces, by the places of its tokens. */
export const anyBraces = (
  tokens: Tokens,
  random: Random,
): readonly [open: number, close: number] | undefined => {
  const opening = tokens.flatMap((token, index) => (token === '{' ? [index] : []));
  if (opening.length === 0) return undefined;
  const open = random.one(opening);
  let depth = 0;
  const close = tokens.findIndex((token, index) => {
    if (index < open) return false;
    if (token === '{') depth += 1;
    if (token === '}') depth -= 1;
    return depth === 0;
  });
  return close === -1 ? undefined : [open, close];
};

/** Wraps what a brace encloses in so many more of its kind. */
export const wrap = (tokens: Tokens, random: Random, levels: number, opening: Tokens): Tokens => {
  const [open, close] = anyBraces(tokens, random) ?? [];
  if (open === undefined || close === undefined) return tokens;
  const closed = splice(tokens, close, 0, ...random.times(levels, () => '}'));
  return splice(closed, open + 1, 0, ...random.times(levels, () => opening).flat());
};
