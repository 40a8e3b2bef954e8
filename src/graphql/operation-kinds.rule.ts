import { GraphQLError, type ValidationRule } from 'graphql';

/** Rejects operations of a kind that the schema lacks (here, subscriptions). graphql-js reports these only when they run. */
export const knownOperationKinds: ValidationRule = (context) => ({
  OperationDefinition(node) {
    if (context.getSchema().getRootType(node.operation) != null) return;
    context.reportError(new GraphQLError('no such kind of operation', { nodes: node }));
  },
});
