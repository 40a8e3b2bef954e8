import { InMemoryLRUCache } from '@apollo/utils.keyvaluecache';
import {
  type DocumentNode,
  type GraphQLSchema,
  NoSchemaIntrospectionCustomRule,
  parse,
  specifiedRules,
  type ValidationRule,
  validate,
} from 'graphql';
import { DOCUMENT_CACHE_CHARS, type DocumentLimit, exceededLimit, MAX_TOKENS } from './document-limits.ts';
import { knownOperationKinds } from './operation-kinds.rule.ts';

/** A document as far as it can be judged before it runs. */
export type PreparedDocument =
  | { readonly kind: 'valid'; readonly document: DocumentNode }
  | { readonly kind: 'over-limit'; readonly limit: DocumentLimit }
  /** Not valid, or no document at all. Apollo Server parses and validates it once more to report the errors. */
  | { readonly kind: 'invalid' };

/**
 * Parses each distinct document once, holds it to the limits and validates it; valid ones are cached. Limits come first:
 * some of graphql's own validation rules cost more than the document, or overflow the stack on fragment cycles.
 */
export class Documents {
  readonly #schema: GraphQLSchema;
  readonly #rules: readonly ValidationRule[];
  readonly #valid = new InMemoryLRUCache<DocumentNode>({
    maxSize: DOCUMENT_CACHE_CHARS,
    sizeCalculation: ({ loc }) => loc?.source.body.length || 1,
  });

  constructor(schema: GraphQLSchema, { introspection }: { readonly introspection: boolean }) {
    this.#schema = schema;
    this.#rules = [
      ...specifiedRules,
      knownOperationKinds,
      ...(introspection ? [] : [NoSchemaIntrospectionCustomRule]),
    ];
  }

  async prepare(source: string): Promise<PreparedDocument> {
    const cached = await this.#valid.get(source);
    if (cached !== undefined) return { kind: 'valid', document: cached };
    const document = parsed(source);
    if (document === undefined) return { kind: 'invalid' };
    const limit = exceededLimit(document);
    if (limit !== undefined) return { kind: 'over-limit', limit };
    if (validate(this.#schema, document, this.#rules).length > 0) return { kind: 'invalid' };
    await this.#valid.set(source, document);
    return { kind: 'valid', document };
  }
}

const parsed = (source: string): DocumentNode | undefined => {
  try {
    return parse(source, { maxTokens: MAX_TOKENS });
  } catch {
    return undefined;
  }
};
