import { COMMUNITY_ERROR_CODES, type ErrorCode } from '../utils/error-codes.ts';
import { type ServiceObserver, WITHOUT_ROOT_FIELD } from '../utils/service-observer.ts';
import { byLabel, type MetricRegistry } from './registry.ts';

/** Said in place of a value that is none of a label's words. */
export const OTHER = 'other' as const;

/** The values of the label `code`. Codes given before GraphQL runs show in the HTTP statuses instead. */
export const CODES: readonly string[] = [
  ...COMMUNITY_ERROR_CODES,
  'FORBIDDEN',
  'UNAUTHENTICATED',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_USER_INPUT',
  'OPERATION_RESOLUTION_FAILURE',
  'BAD_REQUEST',
  'PERSISTED_QUERY_NOT_SUPPORTED',
  'INTERNAL_SERVER_ERROR',
  OTHER,
] satisfies readonly (ErrorCode | typeof OTHER)[];

/** The statuses that the service answers with. */
export const STATUSES: readonly string[] = [
  ...[200, 204, 302, 400, 401, 403, 404, 405, 408, 413, 415, 417, 431, 500, 503].map(String),
  OTHER,
];

type OperationObserver = Pick<
  ServiceObserver,
  'rootFieldEnded' | 'endedWithoutRootField' | 'failureReported'
>;

/** @param results the root fields, and what each can come to */
export const operationMetrics = (
  series: MetricRegistry,
  results: ReadonlyMap<string, readonly string[]>,
): OperationObserver => {
  const operations = series.counter(
    'operations_total',
    'Root fields that ran, by what they came to, and requests that came to none.',
    ['operation', 'result'],
  );
  const durations = series.durations(
    'operation_duration_seconds',
    'Time until a root field had its result. Reads for the fields below it may come later.',
    ['operation'],
  );
  const failures = series.counter('failures_total', 'Failures that callers were told of.', ['code']);

  const fields = byLabel([...results.keys()], (operation) => ({
    came: byLabel(results.get(operation) ?? [], (result) => operations({ operation, result })),
    took: durations({ operation }),
  }));
  const without = byLabel(WITHOUT_ROOT_FIELD, (result) => operations({ operation: 'none', result }));
  const codes = byLabel(CODES, (code) => failures({ code }));
  return {
    rootFieldEnded(name, result, milliseconds) {
      const field = fields.get(name);
      field?.came.get(result)?.();
      field?.took(milliseconds);
    },
    endedWithoutRootField: (how) => without.get(how)?.(),
    failureReported: (code) => (codes.get(code) ?? codes.get(OTHER))?.(),
  };
};
