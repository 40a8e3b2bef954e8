import { beforeEach, describe, expect, it } from '@jest/globals';
import { buildSchema, type GraphQLObjectType, type GraphQLSchema } from 'graphql';
import { AuthorizationError } from 'type-graphql';
import { Community } from '../../../src/api/community/community.types.ts';
import type { OperationContext } from '../../../src/api/context/operation-context.ts';
import { ExpectedError } from '../../../src/api/errors/expected-error.ts';
import { toCommunityError } from '../../../src/api/errors/from-z-api.ts';
import { observeRootFields, rootFieldResults } from '../../../src/graphql/root-fields.ts';
import { buildSchema as buildOwnSchema } from '../../../src/schema/build-schema.ts';
import { NO_OBSERVER } from '../../../src/utils/service-observer.ts';
import { operationContext } from '../operation-context.ts';

const SCHEMA = `
  type Community { id: ID }
  type CommunityUpstreamError { code: String }
  union Either = Community | CommunityUpstreamError
  type Query { one: Community, either: Either, sure: Community!, many: [Either!]!, size: Int }
  type Mutation { change: Either }
`;

type Told = readonly [field: string, result: string];

let schema: GraphQLSchema;
let context: OperationContext;
let lines: ReturnType<typeof operationContext>['lines'];
let told: Told[];

beforeEach(() => {
  schema = buildSchema(SCHEMA);
  ({ context, lines } = operationContext());
  told = [];
});

const fieldOf = (name: string) => {
  const query = schema.getQueryType() as GraphQLObjectType;
  const field = query.getFields()[name] ?? schema.getMutationType()?.getFields()[name];
  if (field === undefined) throw new Error(`no field ${name}`);
  return field;
};

/** What the field's resolver comes to when it is observed. */
const run = async (name: string, resolver: () => unknown, rootFieldEnded = tell): Promise<unknown> => {
  fieldOf(name).resolve = resolver;
  observeRootFields(schema, { ...NO_OBSERVER, rootFieldEnded });
  const { resolve } = fieldOf(name);
  return Promise.resolve(resolve?.(undefined, {}, context, {} as never)).catch((thrown: unknown) => ({
    thrown,
  }));
};

const tell = (field: string, result: string, milliseconds: number) => {
  expect(milliseconds).toBeGreaterThanOrEqual(0);
  told.push([field, result]);
};

describe('what a root field came to', () => {
  it.each([
    ['one', new Community('12345'), 'Community', undefined],
    ['either', new Community('12345'), 'Community', undefined],
    ['change', new Community('12345'), 'Community', undefined],
    ['sure', { id: '12345' }, 'Community', undefined],
    ['many', [new Community('12345')], 'Either', undefined],
    ['size', 7, 'Int', undefined],
    ['one', null, 'null', undefined],
    ['either', undefined, 'null', undefined],
    ['either', { id: '12345' }, 'error', 'INTERNAL_SERVER_ERROR'],
    ['one', new ExpectedError('x', 'RATE_LIMITED'), 'error', 'RATE_LIMITED'],
  ])('%s: %j', async (field, value, type, code) => {
    expect(await run(field, async () => value)).toBe(value);
    expect(told).toEqual([[field, type]]);
    expect(context.outcomes).toEqual([{ type, code }]);
  });

  it('has its code where it has one', async () => {
    const error = toCommunityError({ kind: 'protocol' }, context);
    expect(await run('either', async () => error)).toBe(error);
    expect(context.outcomes).toEqual([{ type: 'CommunityUpstreamError', code: 'UPSTREAM_PROTOCOL' }]);
  });

  it.each([
    [new ExpectedError('x', 'FORBIDDEN'), 'FORBIDDEN'],
    [new AuthorizationError(), 'FORBIDDEN'],
    [new Error('SQUEAMISH'), 'INTERNAL_SERVER_ERROR'],
    ['SQUEAMISH', 'INTERNAL_SERVER_ERROR'],
  ])('is an error when it is thrown, which passes on: %p', async (error, code) => {
    const result = await run('one', () => {
      throw error;
    });
    expect(result).toEqual({ thrown: error });
    expect(told).toEqual([['one', 'error']]);
    expect(context.outcomes).toEqual([{ type: 'error', code }]);
  });

  it.each([
    ['is returned', async () => 7, 7],
    ['is thrown', () => Promise.reject('x'), { thrown: 'x' }],
  ])('stands when it %s and noting it breaks, which is logged', async (_, resolver, expected) => {
    const breaks = () => {
      throw new Error('broken');
    };
    expect(await run('size', resolver, breaks)).toEqual(expected);
    expect(lines).toMatchObject([{ level: 'error', message: 'an outcome could not be noted' }]);
  });
});

describe('what each root field can come to', () => {
  it('is its type or those of its union, null where that may be, and an error', () => {
    expect(Object.fromEntries(rootFieldResults(schema))).toEqual({
      one: ['Community', 'null', 'error'],
      either: ['Community', 'CommunityUpstreamError', 'null', 'error'],
      sure: ['Community', 'error'],
      many: ['Either', 'error'],
      size: ['Int', 'null', 'error'],
      change: ['Community', 'CommunityUpstreamError', 'null', 'error'],
    });
  });

  it('is known of every root field of the service', () => {
    const results = rootFieldResults(buildOwnSchema());
    expect([...results.keys()].sort()).toEqual([
      '_entities',
      '_service',
      'communities',
      'community',
      'unlinkGroups',
      'unlinkPreview',
    ]);
    expect(results.get('unlinkGroups')).toHaveLength(11);
    expect(results.get('_entities')).toEqual(['_Entity', 'error']);
  });
});
