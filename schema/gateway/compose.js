import { readFileSync, writeFileSync } from 'node:fs';
import { composeServices } from '@theguild/federation-composition';
import { parse } from 'graphql';

const { SCHEMA = 'schema.graphql', SUPERGRAPH = 'supergraph.graphql' } = process.env;
const { COMMUNITIES_URL = 'http://127.0.0.1:4000/graphql' } = process.env;

const { errors, supergraphSdl } = composeServices([
  { name: 'communities', url: COMMUNITIES_URL, typeDefs: parse(readFileSync(SCHEMA, 'utf8')) },
]);
if (errors) throw new AggregateError(errors, errors.map(({ message }) => message).join('\n'));
writeFileSync(SUPERGRAPH, supergraphSdl);
