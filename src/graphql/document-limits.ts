import {
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

export const MAX_TOKENS = 1_000;

/** Per operation, counted through its fragments. The first exceeded limit is the one reported. */
export const DOCUMENT_LIMITS = {
  cycles: 0,
  aliases: 30,
  directives: 10,
  depth: 8,
  fields: 100,
  unlinks: 1,
} as const;

export type DocumentLimit = keyof typeof DOCUMENT_LIMITS;

/** Total length of the documents that stay parsed. In characters: each takes about seventy bytes when parsed (measured). */
export const DOCUMENT_CACHE_CHARS = 256 * 1024;

/** The limit that one of the document's operations exceeds, or a fragment that none uses; undefined for none. */
export const exceededLimit = (document: DocumentNode): DocumentLimit | undefined => {
  const { definitions } = document;
  const fragments = fragmentsOf(document);
  const meter = new CostMeter((name) => fragments.get(name));
  // Validation walks unused fragments too.
  if ([...fragments.keys()].some((name) => meter.measureFragment(name).cycles > 0)) return 'cycles';
  const operations = definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  const costs = operations.map((operation) => meter.measure(operation));
  return (
    COSTS.find((limit) => costs.some((cost) => cost[limit] > DOCUMENT_LIMITS[limit])) ??
    // Only now is it certain that writing out the fragments stays small.
    (operations.some((operation) => unlinksIn(document, operation) > DOCUMENT_LIMITS.unlinks)
      ? 'unlinks'
      : undefined)
  );
};

const unlinksIn = (document: DocumentNode, operation: OperationDefinitionNode): number =>
  rootFieldNames(document, operation).filter((name) => name === 'unlinkGroups').length;

/** The names of an operation's root fields, each as often as it is selected. Only for documents within the limits. */
export const rootFieldNames = (
  document: DocumentNode,
  { selectionSet }: OperationDefinitionNode,
): readonly string[] => {
  const fragments = fragmentsOf(document);
  const namesIn = (selections: SelectionSetNode | undefined): readonly string[] =>
    (selections?.selections ?? []).flatMap((selection) => {
      if (selection.kind === Kind.FIELD) return selection.name.value;
      if (selection.kind === Kind.INLINE_FRAGMENT) return namesIn(selection.selectionSet);
      return namesIn(fragments.get(selection.name.value)?.selectionSet);
    });
  return namesIn(selectionSet);
};

const fragmentsOf = ({ definitions }: DocumentNode): ReadonlyMap<string, FragmentDefinitionNode> =>
  new Map(
    definitions
      .filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION)
      .map((fragment) => [fragment.name.value, fragment]),
  );

/** What an operation asks for, its fragments written out wherever they are used. */
export interface DocumentCost {
  readonly depth: number;
  readonly fields: number;
  readonly aliases: number;
  readonly directives: number;
  /** Fragments that lead back to themselves. */
  readonly cycles: number;
}

export type FindFragment = (name: string) => FragmentDefinitionNode | null | undefined;

const COSTS = ['cycles', 'aliases', 'directives', 'depth', 'fields'] as const;

const NOTHING: DocumentCost = { depth: 0, fields: 0, aliases: 0, directives: 0, cycles: 0 };

/**
 * How deep and how many fields below these is decided by graphql's own rule. Aliases count all the same: without them an
 * answer is at most the schema, with them its lists multiply.
 */
const INTROSPECTION_ROOTS = new Set(['__schema', '__type']);

/**
 * Measures operations of one document. Each selection of the document is visited once, however often its fragment is
 * used: fragments that multiply cost no more than they take to write.
 */
export class CostMeter {
  readonly #findFragment: FindFragment;
  readonly #fragments = new Map<string, DocumentCost | 'being measured'>();

  constructor(findFragment: FindFragment) {
    this.#findFragment = findFragment;
  }

  measure({
    selectionSet,
    directives = [],
    variableDefinitions = [],
  }: OperationDefinitionNode): DocumentCost {
    const onVariables = variableDefinitions.flatMap((variable) => variable.directives ?? []);
    return sum(this.#selections(selectionSet), {
      ...NOTHING,
      directives: directives.length + onVariables.length,
    });
  }

  #selections(selectionSet: SelectionSetNode | undefined): DocumentCost {
    return (selectionSet?.selections ?? [])
      .map((selection) => this.#selection(selection))
      .reduce(sum, NOTHING);
  }

  #selection(node: SelectionNode): DocumentCost {
    const own = { ...NOTHING, directives: node.directives?.length ?? 0 };
    switch (node.kind) {
      case Kind.FRAGMENT_SPREAD:
        return sum(own, this.measureFragment(node.name.value));
      case Kind.INLINE_FRAGMENT:
        return sum(own, this.#selections(node.selectionSet));
      case Kind.FIELD: {
        const selected = this.#selections(node.selectionSet);
        const below = INTROSPECTION_ROOTS.has(node.name.value)
          ? { ...NOTHING, aliases: selected.aliases, cycles: selected.cycles }
          : selected;
        return {
          depth: below.depth + 1,
          fields: below.fields + 1,
          aliases: below.aliases + (node.alias === undefined ? 0 : 1),
          directives: below.directives + own.directives,
          cycles: below.cycles,
        };
      }
    }
  }

  measureFragment(name: string): DocumentCost {
    const known = this.#fragments.get(name);
    if (known === 'being measured') return { ...NOTHING, cycles: 1 };
    if (known !== undefined) return known;
    this.#fragments.set(name, 'being measured');
    const fragment = this.#findFragment(name);
    const cost = sum(this.#selections(fragment?.selectionSet), {
      ...NOTHING,
      directives: fragment?.directives?.length ?? 0,
    });
    this.#fragments.set(name, cost);
    return cost;
  }
}

/** Side by side: depths do not add up. */
const sum = (one: DocumentCost, other: DocumentCost): DocumentCost => ({
  depth: Math.max(one.depth, other.depth),
  fields: one.fields + other.fields,
  aliases: one.aliases + other.aliases,
  directives: one.directives + other.directives,
  cycles: one.cycles + other.cycles,
});
