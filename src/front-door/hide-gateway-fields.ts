import { filterSchema } from '@graphql-tools/utils';
import type { GraphQLSchema } from 'graphql';
import { GATEWAY_FIELDS } from './gateway-fields.plugin.ts';

const GATEWAY_TYPES = /^_(?:Service|Entity|Any)$|^(?:link|federation)__/;

/** The schema without the fields and types of gateways: where there is no gateway, and the schema is told to nobody. */
export const hideGatewayFields = (schema: GraphQLSchema): GraphQLSchema =>
  filterSchema({
    schema,
    rootFieldFilter: (_, field) => !GATEWAY_FIELDS.has(field),
    typeFilter: (name) => !GATEWAY_TYPES.test(name),
  });
