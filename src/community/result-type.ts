import { type GraphQLOutputType, getNamedType, isUnionType } from 'graphql';

/** Whether a field's type is a union with the class as a member, so that the failure can be returned and need not be thrown. */
export const hasRoomFor = ({ name }: { readonly name: string }, type: GraphQLOutputType): boolean => {
  const named = getNamedType(type);
  return isUnionType(named) && named.getTypes().some((member) => member.name === name);
};
