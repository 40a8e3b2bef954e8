import { GENTLE_MUTATIONS } from '../documents/gentle-mutations.ts';
import { MUTATIONS } from '../documents/mutations.ts';
import { tokensOf } from '../documents/tokens.ts';
import { graphqlPost, type Header } from '../http-request.ts';
import { OPERATIONS, validVariables } from '../operations.ts';
import type { Random } from '../random.ts';

/** Valid documents, mutated token by token: some gently, so that they still run. */
export const mutatedDocuments = (random: Random, headers: readonly Header[]): Buffer => {
  const operation = random.one(OPERATIONS);
  const possible = random.chance(0.4) ? GENTLE_MUTATIONS : MUTATIONS;
  const mutations = random.times(random.one([1, 1, 2, 3, 5, 8]), () => random.one(possible));
  const tokens = mutations.reduce((mutated, mutate) => mutate(mutated, random), tokensOf(operation.document));
  const body = {
    query: tokens.join(random.one([' ', ' ', '\n', ' , '])),
    variables: validVariables(operation, random),
    ...(random.chance(0.2) && { operationName: random.one(OPERATIONS).name }),
  };
  return graphqlPost({ headers, body: JSON.stringify(body) });
};
