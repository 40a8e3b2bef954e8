import type { ReadResult } from '../z-api/read-result.ts';
import { ExpectedFailure } from './expected-failure.ts';
import type { OperationContext } from './operation-context.ts';
import { toReadFailure } from './read-failure.ts';
import { codeOf, readSentences } from './upstream-failure.ts';

/**
 * What a read found, for fields whose type has no room for a failure: undefined when there is no such community,
 * an entry in `errors` with the failure's code when it could not be read.
 */
export const foundOrThrow = <T>(result: ReadResult<T>, { messages }: OperationContext): T | undefined => {
  if (result.kind === 'found') return result.value;
  if (result.meaning.kind === 'missing') return undefined;
  const code = codeOf(toReadFailure(result.meaning));
  throw new ExpectedFailure(readSentences(messages)[code], code);
};
