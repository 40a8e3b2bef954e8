import { readFileSync } from 'node:fs';

/** `schema/schema.graphql` as it is committed. */
export const COMMITTED_SCHEMA = readFileSync(
  new URL('../../../schema/schema.graphql', import.meta.url),
  'utf8',
);
