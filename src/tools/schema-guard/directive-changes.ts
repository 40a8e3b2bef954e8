import { type ASTNode, type ConstDirectiveNode, Kind, parse, print, visit } from 'graphql';
import type { BreakingChange } from './breaking-change.ts';

/** Nobody loses anything when these come, or go. All others are named: better once too often. */
const HARMLESS_TO_ADD = new Set(['deprecated', 'key', 'link', 'shareable', 'specifiedBy', 'tag']);
const HARMLESS_TO_REMOVE = new Set(['deprecated', 'inaccessible']);

const BREAKS = 'gateways that compose by it, and the clients behind them';

/** The names of directives, by how each is written, by the place they stand at. */
type Directives = ReadonlyMap<string, ReadonlyMap<string, string>>;

/**
 * What breaks by the directives that stand in an SDL. Written otherwise is another directive: a library that compares
 * schemas takes `@key(fields: "id", resolvable: false)` for a harmless addition, and composition does not.
 */
export const findDirectiveChanges = (oldSdl: string, newSdl: string): readonly BreakingChange[] => {
  const [before, after] = [directivesIn(oldSdl), directivesIn(newSdl)];
  return [...before].flatMap(([where, old]) => {
    const now = after.get(where);
    // The place itself is gone: that is told elsewhere.
    if (now === undefined) return [];
    const tell = (text: string, happened: string): BreakingChange => ({
      where,
      what: `\`${text}\` was ${happened}`,
      breaks: BREAKS,
    });
    return [
      ...missingFrom(now, old, HARMLESS_TO_REMOVE).map((text) => tell(text, 'removed')),
      ...missingFrom(old, now, HARMLESS_TO_ADD).map((text) => tell(text, 'added')),
    ];
  });
};

const missingFrom = (
  some: ReadonlyMap<string, string>,
  others: ReadonlyMap<string, string>,
  harmless: ReadonlySet<string>,
): readonly string[] =>
  [...others].filter(([text, name]) => !some.has(text) && !harmless.has(name)).map(([text]) => text);

const directivesIn = (sdl: string): Directives => {
  // The schema itself is always there, also where nothing is written at it.
  const found = new Map<string, ReadonlyMap<string, string>>([['schema', new Map()]]);
  visit(parse(sdl), {
    enter(node, _key, _parent, _path, ancestors) {
      if (!('directives' in node)) return;
      const where = [...(ancestors as readonly ASTNode[]), node].flatMap(nameOf).join('.') || 'schema';
      const own = (node.directives ?? []).flatMap((directive) =>
        textsOf(directive as ConstDirectiveNode).map((text) => [text, directive.name.value] as const),
      );
      found.set(where, new Map([...(found.get(where) ?? []), ...own]));
    },
  });
  return found;
};

const nameOf = (node: ASTNode): readonly string[] =>
  'name' in node && node.name !== undefined ? [node.name.value] : [];

/** A link by its URL, which holds the version that gateways must know, and by each of its imports: one more breaks nobody. */
const textsOf = (directive: ConstDirectiveNode): readonly string[] => {
  if (directive.name.value !== 'link') return [print(directive)];
  return (directive.arguments ?? []).flatMap(({ name, value }) =>
    name.value === 'import' && value.kind === Kind.LIST
      ? value.values.map((imported) => `@link(import: [${print(imported)}])`)
      : `@link(${name.value}: ${print(value)})`,
  );
};
