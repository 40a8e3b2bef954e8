import { inSelections, type Mutate, splice, wrap } from './splice.ts';
import { NAMES, POOL } from './tokens.ts';

const remove: Mutate = (tokens, random) =>
  splice(tokens, random.below(tokens.length), random.one([1, 1, 2, 3, 10]));

const double: Mutate = (tokens, random) => {
  const from = random.below(tokens.length);
  const range = tokens.slice(from, from + random.one([1, 1, 2, 5, 20, 200]));
  return splice(tokens, from, 0, ...random.times(random.one([1, 1, 2, 10]), () => range).flat());
};

const swap: Mutate = (tokens, random) => {
  const [one, other] = [random.below(tokens.length), random.below(tokens.length)];
  return tokens.map((token, index) => tokens[index === one ? other : index === other ? one : index] ?? token);
};

const insert: Mutate = (tokens, random) =>
  splice(tokens, random.below(tokens.length + 1), 0, random.one(POOL));

const replace: Mutate = (tokens, random) => splice(tokens, random.below(tokens.length), 1, random.one(POOL));

const rename: Mutate = (tokens, random) => {
  const names = tokens.flatMap((token, index) => (/^\w/.test(token) ? [index] : []));
  return names.length === 0 ? tokens : splice(tokens, random.one(names), 1, random.one(NAMES));
};

const nest: Mutate = (tokens, random) => {
  const wrappers = [
    ['...', '{'],
    ['...', 'on', random.one(NAMES), '{'],
    [random.one(['community', 'groups', 'items', 'ofType', 'x']), '{'],
  ];
  return wrap(tokens, random, random.one([1, 2, 7, 30, 150]), random.one(wrappers));
};

const TYPES = [
  'Query',
  'Mutation',
  'Community',
  'CommunityError',
  'UnlinkResult',
  'CommunityGroup',
  'Nothing',
];

/** Fragments that lead back to the first. */
const makeCyclic: Mutate = (tokens, random) => {
  const length = random.one([1, 1, 2, 3, 20]);
  const type = random.one(TYPES);
  const fragments = random.times(
    length,
    (index) => `fragment C${index} on ${type} { ...C${(index + 1) % length} }`,
  );
  return [...inSelections(tokens, random, ['...C0']), ...fragments];
};

/** Fragments each of which spreads the next one several times. */
const makeExponential: Mutate = (tokens, random) => {
  const [levels, times] = [random.one([3, 10, 25, 60]), random.one([2, 3, 8])];
  const type = random.one(TYPES);
  const last = random.one(['__typename', 'id', 'name', 'community { id }']);
  const fragments = random.times(levels, (index) => {
    const selections = index + 1 < levels ? `...E${index + 1} `.repeat(times) : last;
    return `fragment E${index} on ${type} { ${selections} }`;
  });
  return [...inSelections(tokens, random, ['...E0']), ...fragments];
};

const alias: Mutate = (tokens, random) => {
  const fields = random.times(
    random.one([1, 5, 40, 200]),
    (index) => `${random.chance(0.1) ? 'a' : `a${index}`}: __typename`,
  );
  return inSelections(tokens, random, fields);
};

const DIRECTIVES = [
  '@skip(if: false)',
  '@include(if: true)',
  '@include(if: $name)',
  '@x',
  '@key(fields: "id")',
];

const direct: Mutate = (tokens, random) =>
  splice(tokens, random.below(tokens.length), 0, random.one(DIRECTIVES).repeat(random.one([1, 3, 11, 200])));

/** Puts a literal of many levels where one of none stood. */
const deepen: Mutate = (tokens, random) => {
  const literals = tokens.flatMap((token, index) => (/^["\d$-]/.test(token) ? [index] : []));
  const at = literals.length === 0 ? random.below(tokens.length) : random.one(literals);
  const levels = random.one([1, 10, 100, 450]);
  const [open, close] = random.one([
    ['[', ']'],
    ['{ a:', '}'],
  ] as const);
  return splice(tokens, at, 1, open.repeat(levels), '1', close.repeat(levels));
};

const appendAnother: Mutate = (tokens, random) => [
  ...tokens,
  random.one([
    tokens.join(' '),
    '{ __typename }',
    'query Other { __typename }',
    'subscription { x }',
    `fragment Unused on ${random.one(NAMES)} { ${random.one(NAMES)} }`,
    'type Query { x: Int }',
    'extend schema @link(url: "x")',
  ]),
];

const bloat: Mutate = (tokens, random) =>
  splice(
    tokens,
    random.below(tokens.length + 1),
    0,
    random.one([' ', '\n', ',', '\t']).repeat(random.one([100, 5_000, 25_000])),
    random.one([`#${'x'.repeat(1_000)}\n`, `"${'x'.repeat(5_000)}"`, 'x'.repeat(20_000), '']),
  );

export const MUTATIONS: readonly Mutate[] = [
  ...[remove, double, swap, insert, replace, rename, rename, nest, nest, makeCyclic, makeExponential],
  ...[alias, direct, deepen, appendAnother, bloat],
];
