import {
  type GraphQLField,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isListType,
  isNonNullType,
  OperationTypeNode,
} from 'graphql';
import type { OperationContext, RecordedOutcome } from '../community/operation-context.ts';
import { codeOfThrown, INTERNAL } from '../masking/mask-error.ts';

export interface RootField {
  readonly operation: OperationTypeNode;
  readonly field: GraphQLField<unknown, OperationContext>;
}

export const rootFieldsOf = (schema: GraphQLSchema): readonly RootField[] =>
  [OperationTypeNode.QUERY, OperationTypeNode.MUTATION].flatMap((operation) =>
    Object.values(schema.getRootType(operation)?.getFields() ?? {}).map((field) => ({ operation, field })),
  );

const NULL = 'null';
const ERROR = 'error';

/** What each root field can come to, by its name: its type or those of its union, `null`, or `error` for an entry in `errors`. */
export const rootFieldResults = (schema: GraphQLSchema): ReadonlyMap<string, readonly string[]> =>
  new Map(
    rootFieldsOf(schema).map(({ field: { name, type } }) => [
      name,
      [...typesOf(type, schema), ...(isNonNullType(type) ? [] : [NULL]), ERROR],
    ]),
  );

/** The names of the types that a field's value can be of. A list counts as one value, whatever is in it. */
const typesOf = (type: GraphQLOutputType, schema: GraphQLSchema): readonly string[] => {
  const named = getNamedType(type);
  return isAbstractType(named) && !isListType(isNonNullType(type) ? type.ofType : type)
    ? schema.getPossibleTypes(named).map(({ name }) => name)
    : [named.name];
};

/** Names what a resolver returned or threw, as one of the results of its field. */
export interface OutcomeNamer {
  returned(value: unknown): RecordedOutcome;
  threw(error: unknown): RecordedOutcome;
}

export const outcomeNamer = (type: GraphQLOutputType, schema: GraphQLSchema): OutcomeNamer => {
  const types = typesOf(type, schema);
  const threw = (error: unknown): RecordedOutcome => ({ type: ERROR, code: codeOfThrown(error) });
  return {
    threw,
    returned(value) {
      if (value === null || value === undefined) return { type: NULL, code: undefined };
      if (value instanceof Error) return threw(value);
      const name = types.length > 1 ? types.find((one) => one === value.constructor.name) : types[0];
      // Of no type of the union: graphql-js will say so.
      if (name === undefined) return { type: ERROR, code: INTERNAL };
      return {
        type: name,
        code: typeof value === 'object' && 'code' in value ? String(value.code) : undefined,
      };
    },
  };
};
