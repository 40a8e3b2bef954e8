import type { ApolloServerPlugin } from '@apollo/server';
import { ExpectedFailure } from '../community/expected-failure.ts';
import type { OperationContext } from '../community/operation-context.ts';

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
