import type { ReadResult } from '../z-api/read-result.ts';
import type { OperationContext } from './operation-context.ts';
import { toReadFailure } from './read-failure.ts';
import { toExpectedFailure } from './upstream-failure.ts';

/**
 * What a read found, for fields whose type has no room for a failure: undefined when there is no such community,
 * an entry in `errors` with the failure's code when it could not be read.
 */
export const foundOrThrow = <T>(result: ReadResult<T>, context: OperationContext): T | undefined => {
  if (result.kind === 'found') return result.value;
  if (result.meaning.kind === 'missing') return undefined;
  throw toExpectedFailure(toReadFailure(result.meaning), context);
};
