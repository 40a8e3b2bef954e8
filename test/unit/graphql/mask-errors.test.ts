import { describe, expect, it } from '@jest/globals';
import { buildSchema, execute, GraphQLError, type GraphQLFormattedError, parse, validate } from 'graphql';
import { AuthenticationError, AuthorizationError } from 'type-graphql';
import { ExpectedError } from '../../../src/api/errors/expected-error.ts';
import { isUnexpected, maskError } from '../../../src/graphql/mask-errors.ts';
import { en } from '../../../src/i18n/en.ts';

const SECRET = 'SECRET-98372465382764532938';
const PLACE = { locations: [{ line: 1, column: 2 }], path: ['unlinkGroups'] };
const SCHEMA = buildSchema(
  'type Query { field(id: ID, count: Int, kind: Kind): String } enum Kind { A } type Thing { id: ID }',
);

const formattedAs = (message: string, code?: string): GraphQLFormattedError => ({
  message,
  ...PLACE,
  ...(code && { extensions: { code } }),
});

/** Thrown by a resolver: graphql-js wraps it in an error with the field's path. */
const thrownByResolver = (originalError: Error) =>
  new GraphQLError(originalError.message, { path: ['unlinkGroups'], originalError });

/** What Apollo Server makes of the first error that validation finds. */
const invalid = (document: string) => {
  const [found] = validate(SCHEMA, parse(document));
  if (!found) throw new Error('expected an invalid document');
  return new GraphQLError(found.message, {
    nodes: found.nodes ?? [],
    originalError: found,
    extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
  });
};

/** The code that GraphQL clients know. */
const INTERNAL = 'INTERNAL_SERVER_ERROR';

const INTERNAL_ERROR = { message: 'Internal server error', ...PLACE, extensions: { code: INTERNAL } };

describe('an error nobody foresaw', () => {
  it.each<readonly [string, unknown]>([
    ['thrown by a resolver', thrownByResolver(new TypeError(SECRET))],
    ['thrown outside of a resolver', new Error(SECRET)],
    [
      'that is a GraphQLError of a library, in a resolver',
      thrownByResolver(new GraphQLError(SECRET, { extensions: { code: 'BAD_USER_INPUT' } })),
    ],
    ['with an unknown code', new GraphQLError(SECRET, { extensions: { code: 'SOME_CODE' } })],
    ['with the code of an internal error', new GraphQLError(SECRET, { extensions: { code: INTERNAL } })],
    ['without a code', new GraphQLError(SECRET)],
    ['with a code that is no text', new GraphQLError(SECRET, { extensions: { code: 400 } })],
    ['with a code that every object has', new GraphQLError(SECRET, { extensions: { code: 'toString' } })],
    ['that is no error', SECRET],
    ['that is nothing', undefined],
  ])('%s is masked whole', (_, error) => {
    const formatted = {
      ...formattedAs(SECRET, 'SOME_CODE'),
      extensions: { code: 'SOME_CODE', stacktrace: [SECRET] },
    };
    expect(maskError(formatted, error, en)).toEqual(INTERNAL_ERROR);
    expect(isUnexpected(error)).toBe(true);
  });

  it('has no place when it was given none', () => {
    expect(maskError({ message: SECRET }, new Error(SECRET), en)).toEqual({
      message: 'Internal server error',
      extensions: { code: INTERNAL },
    });
  });
});

describe('a failure that was expected', () => {
  const failure = new ExpectedError('From the catalogue.', 'UPSTREAM_UNAVAILABLE', { issues: [1] });

  it.each([
    ['bare', failure],
    ['wrapped by graphql-js', thrownByResolver(failure)],
  ])('passes with its code and details, %s', (_, error) => {
    const formatted = { message: 'Otherwise worded', ...PLACE, extensions: failure.extensions };
    expect(maskError(formatted, error, en)).toEqual({
      message: 'From the catalogue.',
      ...PLACE,
      extensions: { code: 'UPSTREAM_UNAVAILABLE', issues: [1] },
    });
    expect(isUnexpected(error)).toBe(false);
  });
});

describe('an error of the request', () => {
  it.each([
    ['GRAPHQL_PARSE_FAILED', en.request.syntax],
    ['BAD_USER_INPUT', en.request.variable],
    ['OPERATION_RESOLUTION_FAILURE', en.request.operation],
    ['BAD_REQUEST', en.request.malformed],
    ['PERSISTED_QUERY_NOT_SUPPORTED', en.request.persistedQuery],
  ])('%s keeps code and place, and no text that could hold a value', (code, message) => {
    const error = new GraphQLError(SECRET, { extensions: { code } });
    expect(maskError(formattedAs(SECRET, code), error, en)).toEqual({
      message,
      ...PLACE,
      extensions: { code },
    });
    expect(isUnexpected(error)).toBe(false);
  });

  it.each([
    [`{ field(count: "${SECRET}") }`],
    ['{ field(count: 98372465382764532938) }'],
    ['{ field(kind: SECRET_98372465382764532938) }'],
    [`{ field(id: { a: "${SECRET}" }) }`],
    [`query ($count: Int = "${SECRET}") { field(count: $count) }`],
  ])('about a literal does not quote it: %s', (document) => {
    const error = invalid(document);
    expect(error.message).toContain('98372465382764532938');
    expect(maskError(error.toJSON(), error, en)).toEqual({
      message: en.request.literal,
      locations: error.locations,
      extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
    });
  });

  it.each([
    ['{ other }', 'other'],
    ['{ field(noargument: 1) }', 'noargument'],
    ['{ ...Missing }', 'Missing'],
    ['{ ... on Missing { field } }', 'Missing'],
    ['{ ... on Thing { id } }', 'Thing'],
    ['{ field @missing }', 'missing'],
    ['query ($id: ID) { field }', '$id'],
    ['{ field(id: $id) }', '$id'],
    ['query ($id: String) { field(id: $id) }', '$id'],
    ['query ($id: Missing) { field(id: $id) }', 'Missing'],
  ])('about a name or a type says where it is, in the words of the document alone: %s', (document, name) => {
    const error = invalid(document);
    expect(maskError(error.toJSON(), error, en)).toEqual({
      message: `The document does not fit the schema at "${name}".`,
      locations: error.locations,
      extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
    });
  });

  it.each([
    ['where there is no name', '{ field { more } }'],
    ['where the name is long', `{ ${'x'.repeat(61)} }`],
    ['where the name holds a phone', '{ p5511999999999 }'],
  ])('says only where it is %s', (_, document) => {
    const error = invalid(document);
    expect(maskError(error.toJSON(), error, en)).toEqual({
      message: 'The document does not fit the schema.',
      locations: error.locations,
      extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
    });
  });

  it('about too many tokens says so, in whatever words graphql-js does', () => {
    const extensions = { code: 'GRAPHQL_PARSE_FAILED' };
    const thrown = (() => {
      try {
        return parse('{ a a }', { maxTokens: 2 });
      } catch (error) {
        return error;
      }
    })();
    const error = new GraphQLError(String((thrown as Error).message), { extensions });
    expect(maskError(formattedAs(SECRET), error, en)).toMatchObject({
      message: en.request.limits.tokens,
      extensions,
    });
  });

  it.each([new AuthorizationError(SECRET), new AuthenticationError(SECRET)])(
    'about what @Authorized refuses is told as forbidden',
    (thrown) => {
      const error = new GraphQLError(SECRET, { originalError: thrown, path: ['field'] });
      expect(isUnexpected(error)).toBe(false);
      expect(maskError(formattedAs(SECRET), error, en)).toEqual({
        message: en.request.forbidden,
        ...PLACE,
        extensions: { code: 'FORBIDDEN' },
      });
    },
  );

  it('about introspection says that the schema cannot be asked for', () => {
    const extensions = { code: 'GRAPHQL_VALIDATION_FAILED', validationErrorCode: 'INTROSPECTION_DISABLED' };
    const error = new GraphQLError(SECRET, { extensions });
    expect(maskError(formattedAs(SECRET), error, en)).toEqual({
      message: en.request.introspection,
      ...PLACE,
      extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
    });
  });

  it('about a variable that graphql-js refuses only where it is used is no internal error', async () => {
    const schema = buildSchema('type Query { field(id: ID!): String }');
    const document = parse('query ($id: ID = "x") { field(id: $id) }');
    const { errors = [] } = await execute({ schema, document, variableValues: { id: null } });
    expect(errors).toHaveLength(1);
    for (const error of errors) {
      expect(isUnexpected(error)).toBe(false);
      expect(maskError(error.toJSON(), error, en)).toEqual({
        message: en.request.variable,
        path: ['field'],
        locations: error.locations,
        extensions: { code: 'BAD_USER_INPUT' },
      });
    }
  });
});

describe('an error of _entities', () => {
  const nodes = (field: string) => {
    const [operation] = parse(`{ ${field} }`).definitions;
    return operation?.kind === 'OperationDefinition' ? operation.selectionSet.selections : [];
  };

  it.each([
    ['of graphql-js', '_entities', ['_entities', 0], undefined, true],
    ['of graphql-js, wrapped', 'alias: _entities', ['alias', 0], new GraphQLError(SECRET), true],
    ['of @apollo/subgraph, of the whole', '_entities', ['_entities'], new Error(SECRET), true],
    ['thrown for one entity', '_entities', ['_entities', 0], new TypeError(SECRET), false],
    ['thrown below one entity', 'name', ['_entities', 0, 'name'], new TypeError(SECRET), false],
    ['thrown by another field', 'unlinkGroups', ['unlinkGroups'], new Error(SECRET), false],
  ])("%s is as much the request's as it should be", (_, field, path, originalError, isOfRequest) => {
    const error = new GraphQLError(SECRET, { nodes: nodes(field), path, originalError });
    expect(isUnexpected(error)).toBe(!isOfRequest);
    expect(maskError({ message: SECRET, path }, error, en)).toEqual({
      message: isOfRequest ? en.request.variable : 'Internal server error',
      path,
      extensions: { code: isOfRequest ? 'BAD_USER_INPUT' : INTERNAL },
    });
  });
});
