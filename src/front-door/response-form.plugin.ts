import type { ApolloServerPlugin, GraphQLResponse } from '@apollo/server';
import Negotiator from 'negotiator';
import type { OperationContext } from '../community/operation-context.ts';

const JSON_TYPE = 'application/json; charset=utf-8';
const GRAPHQL_TYPE = 'application/graphql-response+json; charset=utf-8';

/** Errors of a well-formed request that GraphQL over HTTP answers with 200 to a caller that knows only plain JSON. */
const REQUEST_ERRORS = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
]);

/**
 * Settles media type and status as GraphQL over HTTP asks, and gives every error the request id.
 *
 * Settled before anything runs: left to itself, Apollo Server would run a mutation and only then refuse with
 * 406 to say what came of it. A caller that accepts neither type is answered in JSON.
 */
export const settleResponseForm: ApolloServerPlugin<OperationContext> = {
  async requestDidStart({ request, response }) {
    const accept = request.http?.headers.get('accept') ?? '*/*';
    const negotiator = new Negotiator({ headers: { accept } });
    const preferred = negotiator.mediaType(['application/json', 'application/graphql-response+json']);
    const isGraphQL = preferred === 'application/graphql-response+json';
    const onlyJson = negotiator.mediaTypes(['application/graphql-response+json']).length === 0;
    response.http.headers.set('content-type', isGraphQL ? GRAPHQL_TYPE : JSON_TYPE);
    return {
      async willSendResponse({ response, contextValue }) {
        if (onlyJson && isRefusedAsRequest(response)) response.http.status = 200;
        addRequestId(response, contextValue.requestId);
      },
    };
  },
};

const isRefusedAsRequest = ({ body }: GraphQLResponse): boolean =>
  body.kind === 'single' &&
  body.singleResult.data === undefined &&
  body.singleResult.errors?.every(({ extensions }) => REQUEST_ERRORS.has(String(extensions?.code))) === true;

const addRequestId = ({ body }: GraphQLResponse, requestId: string): void => {
  if (body.kind !== 'single' || body.singleResult.errors === undefined) return;
  body.singleResult.errors = body.singleResult.errors.map((error) => ({
    ...error,
    extensions: { ...error.extensions, requestId },
  }));
};
