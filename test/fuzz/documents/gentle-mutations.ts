import { anyBraces, inSelections, insertAt, type Mutate, splice, wrap } from './splice.ts';

const nestInFragments: Mutate = (tokens, random) => wrap(tokens, random, random.between(1, 12), ['...', '{']);

const doubleSelections: Mutate = (tokens, random) => {
  const [open, close] = anyBraces(tokens, random) ?? [0, 0];
  return splice(tokens, close, 0, ...tokens.slice(open + 1, close));
};

const askForTypes: Mutate = (tokens, random) =>
  inSelections(tokens, random, [`t${random.below(1e6)}`, ':', '__typename', '__typename']);

const askInFragment: Mutate = (tokens, random) => {
  const name = `F${random.below(1e6)}`;
  const [open, close] = anyBraces(tokens, random) ?? [0, 0];
  const type = random.one(['Query', 'Query', 'Mutation', 'Community']);
  const fragment = ['fragment', name, 'on', type, ...tokens.slice(open, close + 1)];
  return [...splice(tokens, open + 1, close - open - 1, '...', name), ...fragment];
};

const includeFields: Mutate = (tokens, random) =>
  insertAt(tokens, random, (token, before) => token === '{' && before === ')', [
    random.one(['@include(if: true)', '@skip(if: false)', '@include(if: false)', '@skip(if: true)']),
  ]);

const space: Mutate = (tokens, random) =>
  splice(
    tokens,
    random.below(tokens.length + 1),
    0,
    random.one(['#\n', ',,,', '\n\r\t', '# "}{\r\n', '\ufeff']),
  );

/** What most often leaves a document valid, so that it runs. */
export const GENTLE_MUTATIONS: readonly Mutate[] = [
  nestInFragments,
  doubleSelections,
  askForTypes,
  askInFragment,
  includeFields,
  space,
];
