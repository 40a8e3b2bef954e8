/**
 * A parsed operation that knows the types of its variables and its data. Apollo Client and urql read them off the one
 * mark, graphql-js and Apollo Server off the other; neither is there at run time.
 *
 * Its syntax tree is typed by no version of graphql, so that it fits whichever an app has.
 */
export interface TypedDocument<Data, Variables> {
  // biome-ignore lint/suspicious/noExplicitAny: each version of graphql names the kinds in an enum of its own
  readonly kind: any;
  // biome-ignore lint/suspicious/noExplicitAny: and types the nodes by it
  readonly definitions: readonly any[];
  readonly __apiType?: (variables: Variables) => Data;
  readonly __ensureTypesOfVariablesAndResultMatching?: (variables: Variables) => Data;
}
