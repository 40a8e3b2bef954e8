import { FORBIDDEN } from '../api/access/authorization.ts';
import { CommunityErrorCode } from '../api/errors/community-error.interface.ts';
import { INTERNAL, REQUEST_ERROR_CODES } from '../graphql/mask-errors.ts';
import { UNAUTHENTICATED } from '../http/authentication.hook.ts';
import { type ServiceObserver, WITHOUT_ROOT_FIELD } from '../utils/service-observer.ts';
import { byWord, type Series } from './registry.ts';

/** Said in place of a value that is none of a label's words. */
export const OTHER = 'other';

/** The codes that answers of GraphQL tell. */
export const CODES: readonly string[] = [
  ...Object.values(CommunityErrorCode),
  FORBIDDEN,
  UNAUTHENTICATED,
  ...REQUEST_ERROR_CODES,
  INTERNAL,
  OTHER,
];

/** The statuses that the service answers with. */
export const STATUSES: readonly string[] = [
  ...[200, 204, 302, 400, 401, 403, 404, 405, 408, 413, 415, 417, 431, 500, 503].map(String),
  OTHER,
];

type OperationObserver = Pick<ServiceObserver, 'rootFieldEnded' | 'endedWithoutRootField' | 'failureTold'>;

/** @param results the root fields, and what each can come to */
export const operationMetrics = (
  series: Series,
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

  const fields = byWord([...results.keys()], (operation) => ({
    came: byWord(results.get(operation) ?? [], (result) => operations({ operation, result })),
    took: durations({ operation }),
  }));
  const without = byWord(WITHOUT_ROOT_FIELD, (result) => operations({ operation: 'none', result }));
  const codes = byWord(CODES, (code) => failures({ code }));
  return {
    rootFieldEnded(name, result, milliseconds) {
      const field = fields.get(name);
      field?.came.get(result)?.();
      field?.took(milliseconds);
    },
    endedWithoutRootField: (how) => without.get(how)?.(),
    failureTold: (code) => (codes.get(code) ?? codes.get(OTHER))?.(),
  };
};
