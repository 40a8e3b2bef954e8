import { GraphQLError, type GraphQLOutputType, getNamedType, isUnionType } from 'graphql';

/**
 * A failure that callers are told of as an entry in `errors`, where the schema has no union to return it in.
 * Its message comes from the catalogue and its code is stable, so masking lets it through.
 */
export class ExpectedFailure extends GraphQLError {
  constructor(message: string, code: string, details: Readonly<Record<string, unknown>> = {}) {
    super(message, { extensions: { code, ...details } });
    this.name = 'ExpectedFailure';
  }
}

/** Whether a field's type is a union with the class as a member, so that the failure can be returned and need not be thrown. */
export const hasRoomFor = ({ name }: { readonly name: string }, type: GraphQLOutputType): boolean => {
  const named = getNamedType(type);
  return isUnionType(named) && named.getTypes().some((member) => member.name === name);
};
