import {
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

/** What an operation asks for, its fragments written out wherever they are used. */
export interface DocumentCost {
  readonly depth: number;
  readonly fields: number;
  readonly aliases: number;
  readonly directives: number;
  readonly unlinks: number;
  /** Fragments that lead back to themselves. */
  readonly cycles: number;
}

export type FindFragment = (name: string) => FragmentDefinitionNode | null | undefined;

const NOTHING: DocumentCost = { depth: 0, fields: 0, aliases: 0, directives: 0, unlinks: 0, cycles: 0 };

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
          unlinks: below.unlinks + (node.name.value === 'unlinkGroups' ? 1 : 0),
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
  unlinks: one.unlinks + other.unlinks,
  cycles: one.cycles + other.cycles,
});

export const MAX_TOKENS = 1_000;

/** Counted for each operation of a document, through its fragments. The first that is gone over is told. */
export const DOCUMENT_LIMITS = {
  cycles: 0,
  unlinks: 1,
  aliases: 30,
  directives: 10,
  depth: 8,
  fields: 100,
} as const;

/** How much text of documents Apollo Server may keep parsed, in characters: parsed, each takes some seventy bytes (measured). */
export const MAX_KEPT_DOCUMENTS = 256 * 1024;
