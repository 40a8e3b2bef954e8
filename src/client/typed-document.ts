import type { TypedQueryDocumentNode } from 'graphql';

/**
 * A parsed operation that knows the types of its variables and its data. Apollo Client and urql read them off the mark
 * below, graphql-js and Apollo Server off their own; neither is there at run time.
 */
export interface TypedDocument<Data, Variables> extends TypedQueryDocumentNode<Data, Variables> {
  readonly __apiType?: (variables: Variables) => Data;
}
