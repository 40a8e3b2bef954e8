import { type Change, CriticalityLevel, diff } from '@graphql-inspector/core';
import { buildASTSchema, type GraphQLSchema, isUnionType, parse } from 'graphql';
import { type BreakingChange, nameOf } from './breaking-change.ts';
import { findDirectiveChanges } from './directive-changes.ts';

/** Finds what in a new SDL breaks those who use the old one, by the promises that the schema makes. */
export const findBreakingChanges = async (
  oldSdl: string,
  newSdl: string,
): Promise<readonly BreakingChange[]> => {
  const [before, after] = [schemaOf(oldSdl), schemaOf(newSdl)];
  const misnamed = new Set(misnamedErrors(before).map(nameOf));
  return [
    ...(await diff(before, after)).filter((change) => isBreaking(change, before)).map(tell),
    ...misnamedErrors(after).filter((change) => !misnamed.has(nameOf(change))),
    ...findDirectiveChanges(oldSdl, newSdl),
  ];
};

/** Federation's own directives are defined nowhere in a subgraph's SDL. */
const schemaOf = (sdl: string): GraphQLSchema =>
  buildASTSchema(parse(sdl), { assumeValid: true, assumeValidSDL: true });

/** Whether a text can be compared at all: a file that was committed in the middle of a merge cannot. */
export const isSchema = (sdl: string): boolean => {
  try {
    return schemaOf(sdl) !== undefined;
  } catch {
    return false;
  }
};

type ChangeKind = Change['type'];

/** Whom it breaks. What is not listed breaks whoever uses it. */
const BREAKS: Partial<Record<ChangeKind, string>> = {
  FIELD_REMOVED: 'clients that select it',
  FIELD_TYPE_CHANGED: 'clients that select it',
  FIELD_ARGUMENT_REMOVED: 'clients that give it',
  FIELD_ARGUMENT_ADDED: 'clients that select the field without it',
  FIELD_ARGUMENT_TYPE_CHANGED: 'clients that give it',
  FIELD_ARGUMENT_DEFAULT_CHANGED: 'clients that leave it out',
  ENUM_VALUE_REMOVED: 'clients that give it or wait for it',
  ENUM_VALUE_ADDED: 'clients that know all values: none was to be added',
  UNION_MEMBER_REMOVED: 'clients that select on it',
  UNION_MEMBER_ADDED: 'clients that know all members: none was to be added',
  OBJECT_TYPE_INTERFACE_REMOVED: 'clients that select it by its interface',
  TYPE_REMOVED: 'clients that name it, and gateways whose other subgraphs do',
  TYPE_KIND_CHANGED: 'clients that name it, and gateways whose other subgraphs do',
};

const tell = ({ type, path = 'schema', message }: Change): BreakingChange => ({
  where: path,
  what: message.replace(/\.$/, '').replace("to 'undefined'", 'to none').replaceAll("'", '`'),
  breaks: BREAKS[type] ?? 'whoever uses it',
});

/** What the library calls dangerous counts as breaking, but for what nobody has to know of. */
const isBreaking = (change: Change, before: GraphQLSchema): boolean => {
  if (change.type.startsWith('DIRECTIVE_USAGE_')) return false;
  if (change.criticality.level !== CriticalityLevel.Dangerous) {
    return change.criticality.level === CriticalityLevel.Breaking;
  }
  switch (change.type) {
    case 'ENUM_VALUE_ADDED':
    case 'UNION_MEMBER_ADDED':
      return !mayGrow(change, before);
    case 'FIELD_ARGUMENT_DEFAULT_CHANGED':
      return change.meta.oldDefaultValue !== undefined;
    case 'FIELD_ARGUMENT_ADDED':
    case 'INPUT_FIELD_ADDED':
    case 'OBJECT_TYPE_INTERFACE_ADDED':
      return false;
    default:
      return true;
  }
};

/** Whether the type says of itself that members, or values, may be added. */
const mayGrow = ({ path = '' }: Change, schema: GraphQLSchema): boolean =>
  /\bmay be added\b/.test(schema.getType(path.split('.')[0] ?? '')?.description ?? '');

const ERROR = 'CommunityError';

/** The members of unions that break the promise: every error member ends in `Error`, and implements CommunityError. */
const misnamedErrors = (schema: GraphQLSchema): readonly BreakingChange[] =>
  Object.values(schema.getTypeMap())
    .filter(isUnionType)
    .flatMap((union) =>
      union.getTypes().flatMap((member) => {
        const isNamed = member.name.endsWith('Error');
        const isError = member.getInterfaces().some(({ name }) => name === ERROR);
        if (isNamed === isError) return [];
        const what = isNamed
          ? `Member \`${member.name}\` ends in \`Error\` and does not implement \`${ERROR}\``
          : `Member \`${member.name}\` implements \`${ERROR}\` and does not end in \`Error\``;
        return [{ where: union.name, what, breaks: `clients that handle every error by \`${ERROR}\`` }];
      }),
    );
