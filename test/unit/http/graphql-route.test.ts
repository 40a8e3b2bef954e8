import { describe, expect, it } from '@jest/globals';
import { fastify } from 'fastify';
import { buildSchema } from 'graphql';
import type { OperationContext } from '../../../src/api/context/operation-context.ts';
import { Documents } from '../../../src/graphql/documents.ts';
import { addGraphQLRoute, type GraphQLRoute } from '../../../src/http/graphql-route.ts';
import { InFlightRequests } from '../../../src/http/in-flight-requests.ts';
import { CATALOGUES } from '../../../src/i18n/catalogues.ts';

const SCHEMA = buildSchema('type Query { a: Int } type Mutation { unlinkGroups: Int }');

/** Apollo Server as far as the route knows it, with one answer. */
const answering = (status: number, singleResult: object): GraphQLRoute['apollo'] =>
  ({
    executeOperation: async () => ({
      http: { status, headers: new Map() },
      body: { kind: 'single', singleResult },
    }),
  }) as unknown as GraphQLRoute['apollo'];

const post = async (apollo: GraphQLRoute['apollo'], query = '{ a }', headers = {}) => {
  const app = fastify({ genReqId: () => 'request-1' });
  addGraphQLRoute(app, {
    apollo,
    authenticate: async () => undefined,
    createContext: () => ({}) as OperationContext,
    inFlight: new InFlightRequests(),
    documents: new Documents(SCHEMA, { introspection: false }),
    sandbox: undefined,
  });
  const answer = await app.inject({ method: 'POST', url: '/graphql', headers, payload: { query } });
  return { status: answer.statusCode, body: answer.json() };
};

describe('an answer of Apollo Server', () => {
  it('is passed on', async () => {
    expect(await post(answering(200, { data: { a: 1 } }))).toEqual({ status: 200, body: { data: { a: 1 } } });
  });

  it('to what it did not foresee itself is told in words of this service, with the request id', async () => {
    expect(await post(answering(500, { errors: [{ message: 'SQUEAMISH' }] }))).toEqual({
      status: 500,
      body: {
        errors: [
          {
            message: 'Internal server error',
            extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: 'request-1' },
          },
        ],
      },
    });
  });

  it('is made in the same words where it throws', async () => {
    const apollo = { executeOperation: () => Promise.reject(new Error('SQUEAMISH')) };
    expect(await post(apollo as unknown as GraphQLRoute['apollo'])).toMatchObject({
      status: 500,
      body: { errors: [{ extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: 'request-1' } }] },
    });
  });

  it('to what it did not foresee itself is told in the language of the caller', async () => {
    const { body } = await post(answering(500, {}), '{ a }', { 'accept-language': 'pt-BR' });
    expect(body.errors[0].message).toBe(CATALOGUES['pt-BR'].request.internal);
  });

  it('is not asked for where the document goes over a limit', async () => {
    const { status, body } = await post(answering(200, {}), 'mutation { a: unlinkGroups b: unlinkGroups }');
    expect({ status, code: body.errors[0].extensions.code }).toEqual({
      status: 400,
      code: 'GRAPHQL_VALIDATION_FAILED',
    });
  });
});

it('counts as in flight while its document is prepared, so that no stopping service can miss it', async () => {
  const inFlight = new InFlightRequests();
  const seen: number[] = [];
  const app = fastify();
  addGraphQLRoute(app, {
    apollo: answering(200, { data: { a: 1 } }),
    authenticate: async () => undefined,
    createContext: () => ({}) as OperationContext,
    documents: {
      prepare: async () => {
        // `track` is called with the promise that this function is part of, so it has run one tick later.
        await Promise.resolve();
        seen.push(inFlight.size);
        return { kind: 'invalid' };
      },
    } as unknown as Documents,
    inFlight,
    sandbox: undefined,
  });
  await app.inject({ method: 'POST', url: '/graphql', payload: { query: '{ a }' } });
  expect(seen).toEqual([1]);
  expect(inFlight.size).toBe(0);
});
