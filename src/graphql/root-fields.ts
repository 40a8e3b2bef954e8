import type { Span, SpanOptions } from '@opentelemetry/api';
import {
  defaultFieldResolver,
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isListType,
  isNonNullType,
  OperationTypeNode,
} from 'graphql';
import type { OperationContext, RecordedOutcome } from '../api/context/operation-context.ts';
import type { ErrorCode } from '../utils/error-codes.ts';
import { logUnexpected } from '../utils/log.ts';
import type { ServiceObserver } from '../utils/service-observer.ts';
import { describe, inSpan, markFailed } from '../utils/tracing.ts';
import { codeOfThrown } from './mask-errors.ts';

export interface RootField {
  readonly operation: OperationTypeNode;
  readonly field: GraphQLField<unknown, OperationContext>;
}

export const schemaRootFields = (schema: GraphQLSchema): readonly RootField[] =>
  [OperationTypeNode.QUERY, OperationTypeNode.MUTATION].flatMap((operation) =>
    Object.values(schema.getRootType(operation)?.getFields() ?? {}).map((field) => ({ operation, field })),
  );

const NULL = 'null';
const ERROR = 'error';

/** What each root field can come to, by its name: its type or those of its union, `null`, or `error` for an entry in `errors`. */
export const rootFieldResults = (schema: GraphQLSchema): ReadonlyMap<string, readonly string[]> =>
  new Map(
    schemaRootFields(schema).map(({ field: { name, type } }) => [
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
      if (name === undefined) return { type: ERROR, code: 'INTERNAL_SERVER_ERROR' };
      return {
        type: name,
        code: typeof value === 'object' && 'code' in value ? String(value.code) : undefined,
      };
    },
  };
};

/**
 * Notes what each root field comes to: for the log line, for metrics, and in a span of its own. It sees what `@Authorized`
 * refuses as well, and gateways' fields. A field goes by its name in the schema: aliases are the caller's.
 */
export const observeRootFields = (schema: GraphQLSchema, observer: ServiceObserver): void => {
  for (const root of schemaRootFields(schema)) root.field.resolve = observed(root, schema, observer);
};

const observed = (
  { operation, field: { name, type, resolve = defaultFieldResolver } }: RootField,
  schema: GraphQLSchema,
  { rootFieldEnded }: ServiceObserver,
): GraphQLFieldResolver<unknown, OperationContext> => {
  const options: SpanOptions = { attributes: { 'graphql.operation.type': operation } };
  const namer = outcomeNamer(type, schema);
  return (source, args, context, info) =>
    inSpan(name, options, async (span) => {
      const startedAt = performance.now();
      const ended = (outcomeOf: () => RecordedOutcome) =>
        safely(context, () => {
          const outcome = outcomeOf();
          context.outcomes.push(outcome);
          rootFieldEnded(name, outcome.type, performance.now() - startedAt);
          tell(span, outcome, context);
        });
      try {
        const value = await resolve(source, args, context, info);
        ended(() => namer.returned(value));
        return value;
      } catch (error) {
        ended(() => namer.threw(error));
        throw error;
      }
    });
};

/** What came of a field stands when it is noted: nothing that breaks in noting it may change that. */
const safely = ({ log }: OperationContext, note: () => void): void => {
  try {
    note();
  } catch (error) {
    logUnexpected(log, error, 'an outcome could not be noted');
  }
};

/** The failures that somebody must look into, of those that a span can tell of; all others are answers. */
const ALARMING: ReadonlySet<string | undefined> = new Set<ErrorCode>([
  'INTERNAL_SERVER_ERROR',
  'OUTCOME_UNKNOWN',
]);

const tell = (span: Span, { type, code }: RecordedOutcome, { requestId }: OperationContext): void => {
  describe(span, () => ({
    'communities.request_id': requestId,
    'communities.result': type,
    ...(code !== undefined && { 'communities.code': code }),
  }));
  if (code !== undefined && ALARMING.has(code)) markFailed(span, code);
};
