import { KNOWN_COMMUNITIES } from '../known-communities.ts';
import type { Random } from '../random.ts';
import { words } from '../words.ts';

const NUMBERS = [
  ...words('0 -0 1 -1 1.5 -2.25e-3 1e3 1E+2 2147483648 -2147483649 5e-324 1e308 1e400 -1e400'),
  ...words('9007199254740991 9007199254740992 -9007199254740993 98372465382764532938 120363041278650314.0'),
];

const TEXTS = [
  ...words(
    'true null NaN __proto__ constructor Community Query é ção 😀 12345 -group ٠١٢٣٤٥٦٧ １２３４５６ 0x10',
  ),
  ...words(
    '1e5 ../../status %2e%2e%2f ?a=b # // #{7*7} {{7*7}} <script> \u2028\u2029 \u202e \ufeff \0 \x7f\x80',
  ),
  ...['', ' ', "' OR 1=1 --", '\r\nX-Injected: 1\r\n\r\n', 'HTTP/1.1 500 x', 'a\tb\nc\\d"e', 'https://a.b/c'],
];

/** Texts of JSON strings that no encoder writes so, or that hold no whole characters. */
const ODD_STRINGS = words(
  '"\\ud800" "\\udc00\\ud800" "a\\udfffb" "\\u0041\\/" "\\u0000\\u001f" "\\b\\f" "\\u005f_proto__" "\\uFFFE\\uffff"',
);

const KEYS = [
  ...words('__proto__ constructor prototype toString length then toJSON valueOf id __typename communityId'),
  ...words('groupsPhones page query variables message a 0 $id'),
  ...['', ' '],
];

/** Well-formed JSON of every type, in forms usual and odd. Nothing in it need fit anything. */
export const jsonText = (random: Random, depth = 0): string => {
  switch (random.below(depth > 3 ? 8 : 12)) {
    case 0:
      return random.one(['true', 'false', 'null']);
    case 1:
      return random.one(NUMBERS);
    case 2:
      return String(random.between(-1_000, 1_000));
    case 3:
      return random.one(ODD_STRINGS);
    case 4:
      return JSON.stringify(randomCharacters(random));
    case 5:
      return JSON.stringify(nearId(random));
    case 6:
    case 7:
      return JSON.stringify(random.one(TEXTS));
    case 8:
      return deep(random);
    case 9:
      return `[${random.times(random.below(6), () => jsonText(random, depth + 1)).join(',')}]`;
    case 10:
      return `[${random.times(random.below(60), () => JSON.stringify(nearId(random))).join(',')}]`;
    default:
      return object(random, depth + 1);
  }
};

/** Keys may come twice. */
const object = (random: Random, depth: number): string => {
  const members = random.times(
    random.below(5),
    () => `${JSON.stringify(random.one(KEYS))}:${jsonText(random, depth)}`,
  );
  return `{${members.join(',')}}`;
};

const deep = (random: Random): string => {
  const levels = random.one([2, 10, 100, 1_000, 5_000]);
  const [open, close] = random.one([
    ['[', ']'],
    ['{"a":', '}'],
  ] as const);
  return `${open.repeat(levels)}1${close.repeat(levels)}`;
};

const randomCharacters = (random: Random): string => {
  const most = random.one([0x20, 0x80, 0x250, 0x1_0000]);
  return random.times(random.one([1, 3, 20, 300]), () => String.fromCharCode(random.below(most))).join('');
};

/** An id as it should be, or with a mistake. */
const nearId = (random: Random): string => {
  const { id, subGroups } = random.one(KNOWN_COMMUNITIES);
  const right = random.chance(0.5) ? id : random.one(subGroups).phone;
  return random.one([
    () => right,
    () => right,
    () => `${right}\n`,
    () => ` ${right}`,
    () => right.slice(0, random.below(right.length)),
    () => right.repeat(random.between(2, 40)),
    () => String(random.below(1e9)).repeat(random.between(1, 4)),
    () => `${right}${random.one(TEXTS)}`,
  ])();
};
