import { en } from '../../src/i18n/en.ts';
import { misfit } from './judging.ts';

/** A probe, and what it is refused for. */
export type Probe = readonly [document: string, reason: string];

/** Where the fields that are looked for stand: at a root, and below fields that are known. */
const TEMPLATES = [
  'query { FUZZ }',
  'mutation { FUZZ }',
  'query { communities { FUZZ } }',
  'query { communities { items { FUZZ } } }',
  'query { unlinkPreview(communityId: "55555", groupsPhones: ["5511999999999-1623281429"]) { FUZZ } }',
];

/** One bucket of a word list: nearly right names among wrong ones. */
export const WORDS = [
  ...['communit', 'comunity', 'communitys', 'unlinkGroup', 'unlinkPrevew', 'item', 'grups', 'nam', 'phones'],
  ...['user', 'users', 'login', 'me', 'node', 'search', 'admin', 'token', 'delete', 'update', 'create'],
];

const at = (template: string, fuzz: string): string => template.replace('FUZZ', fuzz);

export const TYPENAME_PROBES: readonly Probe[] = TEMPLATES.map((template) => [
  at(template, 'imwrongfield'),
  misfit('imwrongfield'),
]);

export const FIELD_PROBES: readonly Probe[] = TEMPLATES.map((template) => [
  at(template, WORDS.join(' ')),
  misfit('communit'),
]);

const ARGUMENT_WORDS = [
  'ids',
  'communityIds',
  'groupPhones',
  'pag',
  'size',
  'first',
  'after',
  'filter',
  'id',
  'page',
];
const wordsAsArguments = ARGUMENT_WORDS.map((word) => `${word}: 7`).join(', ');

export const ARGUMENT_PROBES: readonly Probe[] = [
  ...['community', 'communities', 'unlinkPreview'].map(
    (field): Probe => [`query { ${field}(${wordsAsArguments}) }`, misfit('communityIds')],
  ),
  [`mutation { unlinkGroups(${wordsAsArguments}) }`, misfit('communityIds')],
  [`query { communities { page(${wordsAsArguments}) } }`, misfit('communityIds')],
  ['query { community(id: 7, id: 7) }', misfit('id')],
];

export const FIELD_TYPE_PROBES: readonly Probe[] = [
  ...['community', 'communities', 'unlinkPreview'].flatMap((field): readonly Probe[] => [
    [`query { ${field} }`, misfit(field)],
    [`query { ${field} { lol } }`, misfit('lol')],
  ]),
  ['mutation { unlinkGroups }', misfit('unlinkGroups')],
  ['mutation { unlinkGroups { lol } }', misfit('lol')],
  ['query { communities { items } }', misfit('items')],
  ['query { communities { page { lol } } }', en.request.misfit],
];

export const ARGUMENT_TYPE_PROBES: readonly Probe[] = (
  [
    ['query', 'community', 'id'],
    ['query', 'communities', 'page'],
    ['query', 'unlinkPreview', 'groupsPhones'],
    ['mutation', 'unlinkGroups', 'communityId'],
  ] as const
).flatMap(([root, field, argument]) =>
  [
    `${argument}: 42`,
    `${argument}: {}`,
    `${argument.slice(0, -1)}: 42`,
    `${argument}: "42"`,
    `${argument}: false`,
  ].map((given): Probe => [`${root} { ${field}(${given}) }`, misfit(field)]),
);

export const ALL_PROBES: readonly Probe[] = [
  ...TYPENAME_PROBES,
  ...FIELD_PROBES,
  ...ARGUMENT_PROBES,
  ...FIELD_TYPE_PROBES,
  ...ARGUMENT_TYPE_PROBES,
];
