import { describe, expect, it } from '@jest/globals';
import { type GraphQLField, type GraphQLObjectType, isObjectType } from 'graphql';
import { AuthorizationError } from 'type-graphql';
import { NOBODY } from '../../../src/auth/caller.ts';
import { buildSchema } from '../../../src/schema/build-schema.ts';
import { operationContext } from '../../unit/operation-context.ts';

const schema = buildSchema();

const typeOf = (name: string): GraphQLObjectType => {
  const type = schema.getType(name);
  if (!isObjectType(type)) throw new Error(`expected an object type ${name}`);
  return type;
};

/** The gateways' own fields are guarded at the front door. */
const OF_GATEWAYS = ['_service', '_entities'];

const fieldsOf = (name: string): readonly (readonly [string, GraphQLField<unknown, unknown>])[] =>
  Object.values(typeOf(name).getFields())
    .filter((field) => !OF_GATEWAYS.includes(field.name))
    .map((field) => [`${name}.${field.name}`, field]);

/** What a caller without scopes meets, whatever the arguments. */
const metBy = async (field: GraphQLField<unknown, unknown>): Promise<unknown> => {
  const { context, calls } = operationContext();
  const info = { operation: { operation: 'query' }, returnType: field.type };
  const root = { id: '55555' };
  try {
    await field.resolve?.(root, {}, { ...context, caller: NOBODY }, info as never);
    return 'let in';
  } catch (error) {
    expect(calls).toEqual([]);
    return error instanceof AuthorizationError ? 'refused' : error;
  }
};

describe('a caller without scopes', () => {
  it.each([...fieldsOf('Query'), ...fieldsOf('Mutation')])(
    'is refused %s before anything is sent',
    async (_, field) => {
      expect(await metBy(field)).toBe('refused');
    },
  );

  it.each(fieldsOf('Community').filter(([name]) => name !== 'Community.id'))(
    'is refused %s before anything is sent',
    async (_, field) => {
      expect(await metBy(field)).toBe('refused');
    },
  );

  it('is looked for at every root field there is', () => {
    expect(fieldsOf('Query').length + fieldsOf('Mutation').length).toBe(4);
  });
});
