import { GraphQLError, type ValidationRule } from 'graphql';
import { CostMeter } from './document-cost.ts';
import { DOCUMENT_LIMITS } from './limits.ts';

/** The kinds of limits that a document can go over. */
export type DocumentLimit = keyof typeof DOCUMENT_LIMITS;

const LIMITS = Object.keys(DOCUMENT_LIMITS) as readonly DocumentLimit[];

/** Refuses operations that ask for too much, whatever way they write it. Names the limit in `extensions.limit`. */
export const limitDocuments: ValidationRule = (context) => {
  const meter = new CostMeter((name) => context.getFragment(name));
  return {
    OperationDefinition(node) {
      const cost = meter.measure(node);
      for (const limit of LIMITS.filter((limit) => cost[limit] > DOCUMENT_LIMITS[limit])) {
        context.reportError(new GraphQLError(limit, { nodes: node, extensions: { limit } }));
      }
    },
  };
};
