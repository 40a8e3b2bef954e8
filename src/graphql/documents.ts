import { type DefinitionNode, type FragmentDefinitionNode, Kind, parse } from 'graphql';
import { CostMeter, DOCUMENT_LIMITS, MAX_TOKENS } from './document-limits.ts';

/** The kinds of limits that a document can go over. */
export type DocumentLimit = keyof typeof DOCUMENT_LIMITS;

const LIMITS = Object.keys(DOCUMENT_LIMITS) as readonly DocumentLimit[];

/** The most documents, and the longest in characters, that are remembered to be within the limits. */
const MAX_KNOWN = 1_000;
const MAX_KNOWN_LENGTH = 4_096;

/**
 * Finds documents that ask for too much, whatever way they write it, before they are validated: some rules of graphql's
 * own cost more than a document does, or overflow the stack where fragments lead back to themselves.
 */
export class DocumentGuard {
  readonly #known = new Set<string>();

  /** A limit that the document goes over; undefined for none, and for what is no document: that is found by validation. */
  check(source: string): DocumentLimit | undefined {
    if (this.#known.has(source)) return undefined;
    const limit = limitOf(definitionsOf(source));
    if (limit === undefined && source.length <= MAX_KNOWN_LENGTH) this.#remember(source);
    return limit;
  }

  #remember(source: string): void {
    if (this.#known.size >= MAX_KNOWN) this.#known.clear();
    this.#known.add(source);
  }
}

const definitionsOf = (source: string): readonly DefinitionNode[] => {
  try {
    return parse(source, { maxTokens: MAX_TOKENS }).definitions;
  } catch {
    return [];
  }
};

const limitOf = (definitions: readonly DefinitionNode[]): DocumentLimit | undefined => {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const meter = new CostMeter((name) => fragments.get(name));
  // Also of those that no operation uses: validation walks them all the same.
  if ([...fragments.keys()].some((name) => meter.measureFragment(name).cycles > 0)) return 'cycles';
  const costs = definitions
    .filter((definition) => definition.kind === Kind.OPERATION_DEFINITION)
    .map((operation) => meter.measure(operation));
  return LIMITS.find((limit) => costs.some((cost) => cost[limit] > DOCUMENT_LIMITS[limit]));
};
