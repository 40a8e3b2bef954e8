import { type Change, CriticalityLevel, diff } from '@graphql-inspector/core';
import {
  type ASTNode,
  buildASTSchema,
  type ConstDirectiveNode,
  type GraphQLSchema,
  isUnionType,
  Kind,
  parse,
  print,
  visit,
} from 'graphql';

/** A change of the schema that breaks clients or gateways. */
export interface BreakingChange {
  /** `Type`, `Type.field`, `Type.field.argument`, `Enum.VALUE`, or `schema`. */
  readonly path: string;
  /** One sentence without its full stop. */
  readonly message: string;
}

/** The line for the changelog. */
export const lineOf = ({ path, message }: BreakingChange): string => `- \`${path}\`: ${message}.`;

/** The changes that no line under `### Breaking` of the changelog's Unreleased section names by their path. */
export const unrecorded = (
  changes: readonly BreakingChange[],
  changelog: string,
): readonly BreakingChange[] => {
  const sections = (level: string, text: string) => text.split(new RegExp(`^${level} `, 'm')).slice(1);
  const unreleased = sections('##', changelog).find((section) => /^\[?Unreleased\b/.test(section)) ?? '';
  const breaking = sections('###', unreleased).filter((section) => /^Breaking\b/.test(section));
  const lines = breaking.flatMap((section) => section.split('\n'));
  return changes.filter(({ path }) => !lines.some((line) => line.startsWith(`- \`${path}\``)));
};

/** Finds the changes of the schema that break clients, or gateways that compose it. */
export const findBreakingChanges = async (
  oldSdl: string,
  newSdl: string,
): Promise<readonly BreakingChange[]> => {
  // Federation's directives have no definition in a subgraph's SDL.
  const [before, after] = [oldSdl, newSdl].map((sdl) =>
    buildASTSchema(parse(sdl), { assumeValid: true, assumeValidSDL: true }),
  ) as [GraphQLSchema, GraphQLSchema];
  const known = new Set(misnamedErrors(before).map(lineOf));
  return [
    ...(await diff(before, after))
      .filter((change) => isBreaking(change, before))
      .map(({ path = 'schema', message }) => ({
        path,
        message: message.replace(/\.$/, '').replace("to 'undefined'", 'to none').replaceAll("'", '`'),
      })),
    ...misnamedErrors(after).filter((change) => !known.has(lineOf(change))),
    ...findDirectiveChanges(oldSdl, newSdl),
  ];
};

const isBreaking = (change: Change, before: GraphQLSchema): boolean => {
  // `findDirectiveChanges` compares directives: the library reports a changed `@key` as a harmless addition.
  if (change.type.startsWith('DIRECTIVE_USAGE_')) return false;
  const { level } = change.criticality;
  if (level !== CriticalityLevel.Dangerous) return level === CriticalityLevel.Breaking;
  switch (change.type) {
    case 'ENUM_VALUE_ADDED':
    case 'UNION_MEMBER_ADDED': {
      const type = before.getType(change.path?.split('.')[0] ?? '');
      return !/\bmay be added\b/.test(type?.description ?? '');
    }
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

/** The union members whose name ends in `Error` without implementing CommunityError, or the reverse. */
const misnamedErrors = (schema: GraphQLSchema): readonly BreakingChange[] =>
  Object.values(schema.getTypeMap())
    .filter(isUnionType)
    .flatMap((union) =>
      union.getTypes().flatMap((member) => {
        const isNamed = member.name.endsWith('Error');
        if (isNamed === member.getInterfaces().some(({ name }) => name === 'CommunityError')) return [];
        const message = isNamed
          ? `Member \`${member.name}\` ends in \`Error\` and does not implement \`CommunityError\``
          : `Member \`${member.name}\` implements \`CommunityError\` and does not end in \`Error\``;
        return [{ path: union.name, message }];
      }),
    );

const HARMLESS_TO_ADD = new Set(['deprecated', 'key', 'link', 'shareable', 'specifiedBy', 'tag']);
const HARMLESS_TO_REMOVE = new Set(['deprecated', 'inaccessible']);

/** Directives with different arguments are different directives. Gateways compose by them. */
const findDirectiveChanges = (oldSdl: string, newSdl: string): readonly BreakingChange[] => {
  const [before, after] = [directivesIn(oldSdl), directivesIn(newSdl)];
  return [...before].flatMap(([path, old]) => {
    const now = after.get(path);
    // A removed type or field is already reported.
    if (now === undefined) return [];
    const missing = (from: Directives, others: Directives, harmless: ReadonlySet<string>, verb: string) =>
      [...others]
        .filter(([text, name]) => !from.has(text) && !harmless.has(name))
        .map(([text]) => ({ path, message: `\`${text}\` was ${verb}` }));
    return [
      ...missing(now, old, HARMLESS_TO_REMOVE, 'removed'),
      ...missing(old, now, HARMLESS_TO_ADD, 'added'),
    ];
  });
};

/** The names of the directives at one place, by their printed text. */
type Directives = ReadonlyMap<string, string>;

const directivesIn = (sdl: string): ReadonlyMap<string, Directives> => {
  const found = new Map<string, Directives>([['schema', new Map()]]);
  visit(parse(sdl), {
    enter(node, _key, _parent, _path, ancestors) {
      if (!('directives' in node)) return;
      const nodes = [...(ancestors as readonly ASTNode[]), node];
      const path = nodes.flatMap((each) => ('name' in each && each.name ? [each.name.value] : [])).join('.');
      const own = (node.directives ?? []).flatMap((directive) =>
        textsOf(directive as ConstDirectiveNode).map((text) => [text, directive.name.value] as const),
      );
      found.set(path || 'schema', new Map([...(found.get(path || 'schema') ?? []), ...own]));
    },
  });
  return found;
};

/** A `@link` is split into its arguments and imports, because one more import breaks nobody. */
const textsOf = (directive: ConstDirectiveNode): readonly string[] => {
  if (directive.name.value !== 'link') return [print(directive)];
  return (directive.arguments ?? []).flatMap(({ name, value }) =>
    name.value === 'import' && value.kind === Kind.LIST
      ? value.values.map((imported) => `@link(import: [${print(imported)}])`)
      : `@link(${name.value}: ${print(value)})`,
  );
};
