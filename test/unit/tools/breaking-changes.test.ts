import { describe, expect, it } from '@jest/globals';
import { findBreakingChanges, lineOf, unrecorded } from '../../../src/tools/breaking-changes.ts';

/** A subgraph that makes the same promises as the real one, in little. */
const SDL = `
extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])

type Query {
  communities(page: Int! = 1, after: String): [Community!]
}

type Mutation {
  unlinkGroups(communityId: ID!, groupsPhones: [String!]!): UnlinkResult
}

type Community @key(fields: "id") {
  id: ID!
  name: String
  groups: [String!]!
}

"""Members may be added."""
union UnlinkResult = UnlinkSuccess | LostError

union Closed = UnlinkSuccess | Community

type UnlinkSuccess {
  confirmation: Confirmation!
  kind: Kind
}

interface CommunityError {
  message: String!
}

type LostError implements CommunityError {
  message: String!
}

"""Values may be added."""
enum Confirmation {
  ACKNOWLEDGED
  OBSERVED
}

enum Kind {
  ONE
  OTHER
}
`;

const changed = (from: string | RegExp, to: string): string => {
  const sdl = SDL.replace(from, to);
  if (sdl === SDL) throw new Error(`the schema holds no ${from}`);
  return sdl;
};

const linesOf = async (newSdl: string): Promise<readonly string[]> =>
  (await findBreakingChanges(SDL, newSdl)).map(lineOf);

type Case = readonly [what: string, from: string | RegExp, to: string, lines: readonly string[]];

const BREAKING: readonly Case[] = [
  [
    'a field removed',
    '  kind: Kind\n',
    '',
    ['- `UnlinkSuccess.kind`: Field `kind` was removed from object type `UnlinkSuccess`.'],
  ],
  [
    'a field renamed',
    'kind: Kind',
    'sort: Kind',
    ['- `UnlinkSuccess.kind`: Field `kind` was removed from object type `UnlinkSuccess`.'],
  ],
  [
    'a field that may be null now',
    'confirmation: Confirmation!',
    'confirmation: Confirmation',
    [
      '- `UnlinkSuccess.confirmation`: Field `UnlinkSuccess.confirmation` changed type from `Confirmation!` to `Confirmation`.',
    ],
  ],
  [
    'an element of a list that may be null now',
    'groups: [String!]!',
    'groups: [String]!',
    ['- `Community.groups`: Field `Community.groups` changed type from `[String!]!` to `[String]!`.'],
  ],
  [
    'a type renamed',
    /\bKind\b/g,
    'Sort',
    [
      '- `Kind`: Type `Kind` was removed.',
      '- `UnlinkSuccess.kind`: Field `UnlinkSuccess.kind` changed type from `Kind` to `Sort`.',
    ],
  ],
  [
    'a type of another kind',
    /enum Kind \{[^}]*\}/,
    'scalar Kind',
    ['- `Kind`: `Kind` kind changed from `EnumTypeDefinition` to `ScalarTypeDefinition`.'],
  ],
  [
    'all mutations removed',
    /type Mutation \{[^}]*\}/,
    '',
    [
      '- `schema`: Schema mutation type `Mutation` was removed.',
      '- `Mutation`: Type `Mutation` was removed.',
    ],
  ],
  [
    'an argument renamed',
    'groupsPhones: [String!]!',
    'phones: [String!]!',
    [
      '- `Mutation.unlinkGroups.groupsPhones`: Argument `groupsPhones: [String!]!` was removed from field `Mutation.unlinkGroups`.',
      '- `Mutation.unlinkGroups.phones`: Argument `phones: [String!]!` added to field `Mutation.unlinkGroups`.',
    ],
  ],
  [
    'an argument that may not be left out any more',
    'after: String)',
    'after: String!)',
    [
      '- `Query.communities.after`: Type for argument `after` on field `Query.communities` changed from `String` to `String!`.',
    ],
  ],
  [
    'another default',
    'page: Int! = 1',
    'page: Int! = 0',
    [
      '- `Query.communities.page`: Default value for argument `page` on field `Query.communities` changed from `1` to `0`.',
    ],
  ],
  [
    'no default any more',
    'page: Int! = 1',
    'page: Int!',
    [
      '- `Query.communities.page`: Default value for argument `page` on field `Query.communities` changed from `1` to none.',
    ],
  ],
  [
    'a value removed',
    '  OBSERVED\n',
    '',
    ['- `Confirmation.OBSERVED`: Enum value `OBSERVED` was removed from enum `Confirmation`.'],
  ],
  [
    'a value added where none was to be',
    '  OTHER\n',
    '  OTHER\n  THIRD\n',
    ['- `Kind.THIRD`: Enum value `THIRD` was added to enum `Kind`.'],
  ],
  [
    'a member removed',
    ' | LostError',
    '',
    ['- `UnlinkResult`: Member `LostError` was removed from Union type `UnlinkResult`.'],
  ],
  [
    'a member added where none was to be',
    'Closed = UnlinkSuccess',
    'Closed = LostError | UnlinkSuccess',
    ['- `Closed`: Member `LostError` was added to Union type `Closed`.'],
  ],
  [
    'an error added that does not end in Error',
    'union UnlinkResult = ',
    'type Late implements CommunityError { message: String! }\n\nunion UnlinkResult = Late | ',
    ['- `UnlinkResult`: Member `Late` implements `CommunityError` and does not end in `Error`.'],
  ],
  [
    'an error added that is none of communities',
    'union UnlinkResult = ',
    'type LateError { message: String! }\n\nunion UnlinkResult = LateError | ',
    ['- `UnlinkResult`: Member `LateError` ends in `Error` and does not implement `CommunityError`.'],
  ],
  [
    'an interface that is not implemented any more',
    'LostError implements CommunityError',
    'LostError',
    [
      '- `LostError`: `LostError` object type no longer implements `CommunityError` interface.',
      '- `UnlinkResult`: Member `LostError` ends in `Error` and does not implement `CommunityError`.',
    ],
  ],
  ['a key removed', ' @key(fields: "id")', '', ['- `Community`: `@key(fields: "id")` was removed.']],
  [
    'a key that no longer resolves',
    '@key(fields: "id")',
    '@key(fields: "id", resolvable: false)',
    ['- `Community`: `@key(fields: "id")` was removed.'],
  ],
  [
    'a field hidden from the supergraph',
    'name: String\n',
    'name: String @inaccessible\n',
    ['- `Community.name`: `@inaccessible` was added.'],
  ],
  [
    'a version of federation that a gateway may not know',
    'federation/v2.3',
    'federation/v2.9',
    ['- `schema`: `@link(url: "https://specs.apollo.dev/federation/v2.3")` was removed.'],
  ],
  [
    'no version of federation any more',
    /extend schema .*\n/,
    '',
    [
      '- `schema`: `@link(url: "https://specs.apollo.dev/federation/v2.3")` was removed.',
      '- `schema`: `@link(import: ["@key"])` was removed.',
    ],
  ],
  [
    'a directive that is not imported any more',
    '["@key"]',
    '["@shareable"]',
    ['- `schema`: `@link(import: ["@key"])` was removed.'],
  ],
  [
    'a directive imported by another name',
    '["@key"]',
    '[{ name: "@key", as: "@k" }]',
    ['- `schema`: `@link(import: ["@key"])` was removed.'],
  ],
];

type HarmlessCase = readonly [what: string, from: string | RegExp, to: string];

const HARMLESS: readonly HarmlessCase[] = [
  ['a description', 'type UnlinkSuccess', '"""It is done."""\ntype UnlinkSuccess'],
  ['a field added', '  kind: Kind\n', '  kind: Kind\n  more(page: Int! = 1): [String!]!\n'],
  ['a field that is never null now', 'name: String\n', 'name: String!\n'],
  ['a field deprecated', 'name: String\n', 'name: String @deprecated(reason: "Use title.")\n'],
  ['an argument added that may be left out', 'after: String', 'after: String, size: Int! = 20'],
  ['an argument that may be left out now', 'groupsPhones: [String!]!', 'groupsPhones: [String!]! = []'],
  ['a value added as promised', '  OBSERVED\n', '  OBSERVED\n  VERIFIED\n'],
  [
    'a member added as promised',
    'union UnlinkResult = ',
    'type LateError implements CommunityError { message: String! }\n\nunion UnlinkResult = LateError | ',
  ],
  [
    'types added, and what uses them',
    'type Query {',
    `enum New { A }
     union News = UnlinkSuccess | Community
     type Other implements CommunityError @key(fields: "message") { message: String! }
     type Query { news(kind: New! = A): News
    `,
  ],
  ['another order', '  ACKNOWLEDGED\n  OBSERVED\n', '  OBSERVED\n  ACKNOWLEDGED\n'],
  ['one more key', '@key(fields: "id")', '@key(fields: "id") @key(fields: "name")'],
  ['one more import', '["@key"]', '["@key", "@shareable"]'],
];

describe('what breaks someone', () => {
  it.each(BREAKING)('is %s', async (_, from, to, lines) => {
    expect(await linesOf(changed(from, to))).toEqual(lines);
  });
});

describe('what breaks nobody', () => {
  it('is the same schema', async () => {
    expect(await linesOf(SDL)).toEqual([]);
  });

  it.each(HARMLESS)('is %s', async (_, from, to) => {
    expect(await linesOf(changed(from, to))).toEqual([]);
  });
});

describe('unrecorded', () => {
  const change = { path: 'UnlinkSuccess.kind', message: 'Field `kind` was removed' };
  const changelog = (heading: string, line: string) =>
    `# Changelog\n\n## Unreleased\n\n### ${heading}\n\n${line}\n`;

  it('accepts a line under Breaking that begins with the path', () => {
    expect(unrecorded([change], changelog('Breaking', lineOf(change)))).toEqual([]);
    expect(unrecorded([change], changelog('Breaking', '- `UnlinkSuccess.kind` is gone.'))).toEqual([]);
  });

  it.each([
    ['no changelog', ''],
    ['another heading', changelog('Removed', lineOf(change))],
    ['another path', changelog('Breaking', '- `UnlinkSuccess`: Type was removed.')],
    ['a released section', changelog('Breaking', lineOf(change)).replace('Unreleased', '1.0.0')],
    ['a heading after Breaking', changelog('Breaking', `### Fixed\n\n${lineOf(change)}`)],
  ])('rejects %s', (_, text) => {
    expect(unrecorded([change], text)).toEqual([change]);
  });
});
