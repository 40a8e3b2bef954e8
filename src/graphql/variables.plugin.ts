import type { ApolloServerPlugin } from '@apollo/server';
import type { OperationDefinitionNode } from 'graphql';
import type { OperationContext } from '../api/context/operation-context.ts';
import { ExpectedError } from '../api/errors/expected-error.ts';

type Variables = Readonly<Record<string, unknown>>;

/** Refuses variables that graphql-js would accept and that could change what an operation does. */
export const checkVariables: ApolloServerPlugin<OperationContext> = {
  async requestDidStart() {
    return {
      async didResolveOperation({ request: { variables = {} }, operation, contextValue: { messages } }) {
        if (holdsUnsafeNumber(variables)) throw badUserInput(messages.request.unsafeNumber);
        if (nullsADefault(variables, operation)) throw badUserInput(messages.request.variable);
      },
    };
  },
};

const badUserInput = (message: string): ExpectedError =>
  new ExpectedError(message, 'BAD_USER_INPUT', { http: { status: 400 } });

/**
 * Whether the variables hold a number beyond plus or minus (2^53 - 1): an id that was sent unquoted, whose last digits
 * are lost already, or were lost on the way through a gateway. Iterative, so that deep nesting cannot overflow the stack.
 */
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
 * Whether a variable with a default is null. graphql-js accepts that, and fails where the variable is used in a
 * place that takes no null. Below a mutation, say in `@include`, that is after the mutation was sent.
 */
const nullsADefault = (variables: Variables, operation: OperationDefinitionNode | undefined): boolean =>
  operation?.variableDefinitions?.some(
    ({ defaultValue, variable }) => defaultValue !== undefined && variables[variable.name.value] === null,
  ) === true;
