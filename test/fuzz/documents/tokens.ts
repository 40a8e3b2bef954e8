import { readFileSync } from 'node:fs';
import { KNOWN_COMMUNITIES } from '../known-communities.ts';
import { words } from '../words.ts';

const TOKEN =
  /"""[\s\S]*?"""|"(?:\\.|[^"\\\n])*"|\.\.\.|[_A-Za-z]\w*|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|[!$&()[\]{}:=@|]/g;

/** The tokens of a GraphQL document, without its comments. */
export const tokensOf = (document: string): readonly string[] =>
  document.replaceAll(/^\s*#.*$/gm, '').match(TOKEN) ?? [];

const SCHEMA = readFileSync(new URL('../../../schema/schema.graphql', import.meta.url), 'utf8');

/** Types, fields and arguments of the schema, and names that it does not have. */
export const NAMES: readonly string[] = [
  ...new Set(tokensOf(SCHEMA.replaceAll(/"""[\s\S]*?"""/g, '')).filter((token) => /^\w/.test(token))),
  ...words('_Any _Service _entities _service __schema __type __typename __proto__ constructor toString _ é'),
  ...words(
    'on fragment query mutation subscription extend schema true null id120363041278650314 f000000000000',
  ),
  'x'.repeat(200),
];

const IDS = KNOWN_COMMUNITIES.flatMap(({ id, subGroups }) => [id, ...subGroups.map(({ phone }) => phone)]);

/** What can be put anywhere in a document. */
export const POOL: readonly string[] = [
  ...NAMES,
  ...words(
    '{ } ( ) [ ] ... : = ! @ $ | & {} () [] $id ...on @skip(if:true) @include(if:false) @defer @oneOf @link',
  ),
  ...words(
    '0 -1 1e400 9007199254740993 98372465382764532938 00 1. 0x1 1_000 - "" " """ """block""" "\\u{110000}"',
  ),
  ...words('"\\ud800" "\\q" "\0" \' ` \\ % ^ #x\n # \ufeff \0 \ud800 \u2028 😀 ,,, \r true null ENUM'),
  ...IDS.map((id) => JSON.stringify(id)),
  ...IDS.slice(0, 5),
];
