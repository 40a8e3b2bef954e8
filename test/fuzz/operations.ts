import { readdirSync, readFileSync } from 'node:fs';
import { getIntrospectionQuery, Kind, parse, print } from 'graphql';
import { KNOWN_COMMUNITIES } from './known-communities.ts';
import type { Random } from './random.ts';

/** A valid document of one operation. */
export interface Operation {
  readonly document: string;
  readonly name: string | undefined;
  /** The types of its variables, by name. */
  readonly variables: ReadonlyMap<string, string>;
}

const FOLDER = new URL('../../schema/operations/', import.meta.url);
const SHARED_FRAGMENT = 'community-error-fields.graphql';

const ready = (file: string): string => readFileSync(new URL(file, FOLDER), 'utf8');

const READY = readdirSync(FOLDER)
  .filter((file) => file !== SHARED_FRAGMENT)
  .sort()
  .map(ready)
  .map((text) => (text.includes('...CommunityErrorFields') ? text + ready(SHARED_FRAGMENT) : text));

const MORE = [
  'query Entities($representations: [_Any!]!) { _entities(representations: $representations) { __typename ... on Community { id name groups { phone } } } }',
  '{ _service { sdl } }',
  getIntrospectionQuery(),
  '{ __type(name: "Community") { name fields { name type { name kind ofType { name } } } } }',
  'query Maybe($name: Boolean!, $id: ID!) { community(id: $id) { id name @include(if: $name) description @skip(if: $name) } }',
  '{ community(id: "98372465382764532938") { id name groups { phone name } } communities(page: 1, pageSize: 2) { items { id } } }',
  '{ unlinkPreview(communityId: "120363041278650314", groupsPhones: ["120363041278650401-group", "5521988887777-1589034512"]) { __typename ... on UnlinkPreview { allowed groups { phone linked blocker } } } }',
  'mutation { unlinkGroups(communityId: "120363041278650314", groupsPhones: ["120363041278650402-group"]) { __typename ... on CommunityError { message code requestId } ... on UnlinkSuccess { community { id groups { phone } } } } }',
];

const operationOf = (document: string): Operation => {
  const operation = parse(document).definitions.find(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error(`no operation in: ${document}`);
  const { name, variableDefinitions = [] } = operation;
  return {
    document,
    name: name?.value,
    variables: new Map(variableDefinitions.map(({ variable, type }) => [variable.name.value, print(type)])),
  };
};

/** Every operation of the schema, those of gateways and of introspection too. */
export const OPERATIONS: readonly Operation[] = [...READY, ...MORE].map(operationOf);

/** Variables that fit, and belong together. */
export const validVariables = ({ variables }: Operation, random: Random): Record<string, unknown> => {
  const { id, subGroups } = random.one(KNOWN_COMMUNITIES);
  const valid: Readonly<Record<string, () => unknown>> = {
    'ID!': () => id,
    'Int!': () => random.between(1, 100),
    'Boolean!': () => random.chance(0.5),
    '[String!]!': () => random.times(random.between(1, 3), () => random.one(subGroups).phone),
    '[_Any!]!': () => random.times(random.between(1, 3), () => ({ __typename: 'Community', id })),
  };
  return Object.fromEntries([...variables].map(([name, type]) => [name, valid[type]?.()]));
};
