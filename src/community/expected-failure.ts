import { GraphQLError } from 'graphql';

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
