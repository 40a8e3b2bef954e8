import type { Span, SpanOptions } from '@opentelemetry/api';
import { defaultFieldResolver, type GraphQLFieldResolver, type GraphQLSchema } from 'graphql';
import { CommunityErrorCode } from '../community/errors/community-error-code.enum.ts';
import { logUnexpected } from '../community/log.ts';
import type { OperationContext, RecordedOutcome } from '../community/operation-context.ts';
import { INTERNAL } from '../masking/mask-error.ts';
import { describe, inSpan, markFailed } from '../z-api/in-span.ts';
import { outcomeNamer, type RootField, rootFieldsOf } from './root-field-results.ts';
import type { ServiceObserver } from './service-observer.ts';

/**
 * Notes what each root field comes to: for the log line, for metrics, and in a span of its own. It sees what `@Authorized`
 * refuses as well, and gateways' fields. A field goes by its name in the schema: aliases are the caller's.
 */
export const observeRootFields = (schema: GraphQLSchema, observer: ServiceObserver): void => {
  for (const root of rootFieldsOf(schema)) root.field.resolve = observed(root, schema, observer);
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
const ALARMING: ReadonlySet<string | undefined> = new Set([INTERNAL, CommunityErrorCode.OUTCOME_UNKNOWN]);

const tell = (span: Span, { type, code }: RecordedOutcome, { requestId }: OperationContext): void => {
  describe(span, () => ({
    'communities.request_id': requestId,
    'communities.result': type,
    ...(code !== undefined && { 'communities.code': code }),
  }));
  if (code !== undefined && ALARMING.has(code)) markFailed(span, code);
};
