import type { ApolloServerPlugin } from '@apollo/server';
import { ExpectedFailure } from '../community/expected-failure.ts';
import type { OperationContext } from '../community/operation-context.ts';

/**
 * Refuses a request whose variables hold a number beyond plus or minus (2^53 - 1). Such a number is an id that
 * was sent unquoted: its last digits are lost already, or were on their way through a gateway.
 */
export const refuseUnsafeNumbers: ApolloServerPlugin<OperationContext> = {
  async requestDidStart() {
    return {
      async didResolveOperation({ request, contextValue }) {
        if (!holdsUnsafeNumber(request.variables)) return;
        throw new ExpectedFailure(contextValue.messages.request.unsafeNumber, 'BAD_USER_INPUT', {
          http: { status: 400 },
        });
      },
    };
  },
};

/** Walks without recursion, so that no depth of nesting can exhaust the stack. */
export const holdsUnsafeNumber = (variables: unknown): boolean => {
  const waiting: unknown[] = [variables];
  while (waiting.length > 0) {
    const value = waiting.pop();
    if (typeof value === 'number' && Math.abs(value) > Number.MAX_SAFE_INTEGER) return true;
    if (typeof value === 'object' && value !== null) {
      for (const member of Object.values(value)) waiting.push(member);
    }
  }
  return false;
};
