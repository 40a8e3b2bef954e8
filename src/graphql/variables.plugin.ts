import type { ApolloServerPlugin } from '@apollo/server';
import type { OperationContext } from '../api/context/operation-context.ts';
import { ExpectedFailure } from '../api/errors/expected-error.ts';

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

/**
 * Refuses null for a variable that has a default. graphql-js lets it pass, and finds it where the variable is used in a
 * place that takes no null: below a mutation, say in `@include`, that is after the mutation was sent.
 */
export const refuseNullForDefaults: ApolloServerPlugin<OperationContext> = {
  async requestDidStart() {
    return {
      async didResolveOperation({ request: { variables = {} }, operation, contextValue }) {
        const isNulled = operation?.variableDefinitions?.some(
          ({ defaultValue, variable }) =>
            defaultValue !== undefined && variables[variable.name.value] === null,
        );
        if (!isNulled) return;
        throw new ExpectedFailure(contextValue.messages.request.variable, 'BAD_USER_INPUT', {
          http: { status: 400 },
        });
      },
    };
  },
};
