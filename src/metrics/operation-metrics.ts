import { type ServiceObserver, WITHOUT_ROOT_FIELD } from '../front-door/service-observer.ts';
import { CODES, OTHER } from './closed-words.ts';
import { byWord, type Series } from './series.ts';

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
