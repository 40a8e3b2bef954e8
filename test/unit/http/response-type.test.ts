import { describe, expect, it } from '@jest/globals';
import { responseTypeFor } from '../../../src/http/content-negotiation.ts';

const JSON_TYPE = 'application/json; charset=utf-8';
const GRAPHQL_TYPE = 'application/graphql-response+json; charset=utf-8';

describe('the type of a response', () => {
  it.each<[string | undefined, string, boolean]>([
    [undefined, JSON_TYPE, false],
    ['', JSON_TYPE, false],
    ['*/*', JSON_TYPE, false],
    ['application/json', JSON_TYPE, true],
    ['application/graphql-response+json', GRAPHQL_TYPE, false],
    ['application/graphql-response+json, application/json;q=0.9', GRAPHQL_TYPE, false],
    ['text/html', JSON_TYPE, true],
  ])('for Accept %j is %s', (accept, contentType, onlyJson) => {
    expect(responseTypeFor(accept)).toEqual({ contentType, onlyJson });
  });
});
