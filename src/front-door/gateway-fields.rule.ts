import { GraphQLError, type ValidationRule } from 'graphql';
import { GATEWAY_FIELDS } from './gateway-fields.plugin.ts';

const HIDDEN: ReadonlySet<string> = new Set(Object.values(GATEWAY_FIELDS));

/** Makes as if the fields of gateways did not exist: where there is no gateway, and the schema is told to nobody. */
export const hideGatewayFields: ValidationRule = (context) => ({
  Field(node) {
    if (HIDDEN.has(node.name.value)) context.reportError(new GraphQLError('no such field', { nodes: node }));
  },
});
