import { describe, expect, it } from '@jest/globals';
import { isGraphQLBody } from '../../../src/http/graphql-route.ts';

const query = '{ __typename }';

describe('a body in the form of a GraphQL request', () => {
  it.each([
    { query },
    { query: ' ' },
    { query, operationName: 'Name' },
    { query, operationName: '' },
    { query, operationName: null },
    { query, variables: {} },
    { query, variables: { id: [1] } },
    { query, variables: null },
    { query, extensions: {} },
    { query, extensions: null },
    { query, operationName: null, variables: null, extensions: null },
    { query, more: 7 },
    { extensions: { persistedQuery: { version: 1 } } },
  ])('is %j', (body) => {
    expect(isGraphQLBody(body)).toBe(true);
  });
});

describe('a body in another form', () => {
  it.each<readonly [unknown]>([
    [undefined],
    [null],
    [query],
    [7],
    [true],
    [[]],
    [[{ query }]],
    [{}],
    [{ query: '' }],
    [{ query: null }],
    [{ query: 7 }],
    [{ query: [query] }],
    [{ query: { query } }],
    [{ query: '', extensions: { persistedQuery: { version: 1 } } }],
    [{ query: null, extensions: { persistedQuery: { version: 1 } } }],
    [{ extensions: { persistedQuery: 'x' } }],
    [{ query, operationName: 7 }],
    [{ query, operationName: ['Name'] }],
    [{ query, variables: [] }],
    [{ query, variables: '{}' }],
    [{ query, variables: 7 }],
    [{ query, variables: false }],
    [{ query, extensions: [] }],
    [{ query, extensions: 'x' }],
    [{ query, extensions: 0 }],
  ])('is %j', (body) => {
    expect(isGraphQLBody(body)).toBe(false);
  });
});
