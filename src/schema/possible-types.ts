import { type GraphQLAbstractType, type GraphQLSchema, isAbstractType } from 'graphql';

/** Every error member, of today and of tomorrow, ends in this. Apollo Client takes what is no name for a pattern. */
const FUTURE_ERRORS = '.*Error';

/**
 * Which types each union and interface may turn out to be, in the form of Apollo Client's `possibleTypes`. The pattern
 * is there for members that are added later: without it the cache drops every field of a type it does not know.
 */
export const possibleTypesOf = (schema: GraphQLSchema): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(
    Object.values(schema.getTypeMap())
      .filter(isAbstractType)
      .filter(isOfClients)
      .map((type) => [type.name, [...schema.getPossibleTypes(type).map(({ name }) => name), FUTURE_ERRORS]]),
  );

/** `_Entity` is between gateways and subgraphs. */
const isOfClients = ({ name }: GraphQLAbstractType): boolean => !name.startsWith('_');
