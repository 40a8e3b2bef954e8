import { GraphQLError, type GraphQLOutputType, getNamedType, isUnionType } from 'graphql';
import type { ErrorCode } from '../../utils/error-codes.ts';

/**
 * An error that callers get as an entry in `errors`, for fields whose type has no union to return it in. Its message
 * comes from the catalogue and its code is stable, so masking lets it through.
 */
export class ExpectedError extends GraphQLError {
  constructor(message: string, code: ErrorCode, details: Readonly<Record<string, unknown>> = {}) {
    super(message, { extensions: { code, ...details } });
    this.name = 'ExpectedError';
  }
}

/** Whether a field's type is a union with the class as a member, so that the error can be returned instead of thrown. */
export const canReturn = ({ name }: { readonly name: string }, type: GraphQLOutputType): boolean => {
  const named = getNamedType(type);
  return isUnionType(named) && named.getTypes().some((member) => member.name === name);
};
