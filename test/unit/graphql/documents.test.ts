import { describe, expect, it } from '@jest/globals';
import { buildSchema } from 'graphql';
import { Documents } from '../../../src/graphql/documents.ts';

const SCHEMA = buildSchema(
  'type Query { a(id: ID): Query } type Mutation { unlinkGroups: Boolean } directive @d repeatable on FIELD',
);

const documents = ({ introspection = true } = {}) => new Documents(SCHEMA, { introspection });

const times = (count: number, make: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => make(index)).join(' ');

describe('a document', () => {
  it.each([
    ['depth', '{ a { a { a { a { a { a { a { a { a } } } } } } } } }'],
    ['fields', `{ ${times(101, () => 'a')} }`],
    ['aliases', `{ ${times(31, (index) => `a${index}: a`)} }`],
    ['directives', `{ a ${times(11, () => '@d')} }`],
    ['unlinks', 'mutation { a: unlinkGroups b: unlinkGroups }'],
    ['cycles', '{ ...F } fragment F on T { a ...F }'],
    ['fields', `query A { a } query B { ${times(101, () => 'a')} }`],
  ])('over the limit of %s is found, and found again', async (limit, source) => {
    const prepare = documents();
    const overLimit = { kind: 'over-limit', limit };
    expect([await prepare.prepare(source), await prepare.prepare(source)]).toEqual([overLimit, overLimit]);
  });

  it('over a limit is found by a fragment that no operation uses', async () => {
    expect(await documents().prepare('{ a } fragment F on T { b { ...F } }')).toEqual({
      kind: 'over-limit',
      limit: 'cycles',
    });
  });

  it.each(['{', '', 'type T { a: Int }', '{ b }', 'subscription { a }', `{ ${times(2_000, () => 'a')} }`])(
    'that is not valid is left to Apollo Server: %s',
    async (source) => {
      expect(await documents().prepare(source)).toEqual({ kind: 'invalid' });
    },
  );

  it('that asks for the schema is valid only where introspection is on', async () => {
    const source = '{ __schema { queryType { name } } }';
    expect(await documents().prepare(source)).toMatchObject({ kind: 'valid' });
    expect(await documents({ introspection: false }).prepare(source)).toEqual({ kind: 'invalid' });
  });

  it('that is valid is parsed once', async () => {
    const prepare = documents();
    const [first, second] = [
      await prepare.prepare('{ a { a { __typename } } }'),
      await prepare.prepare('{ a { a { __typename } } }'),
    ];
    if (first.kind !== 'valid' || second.kind !== 'valid') throw new Error('expected a valid document');
    expect(second.document).toBe(first.document);
  });
});
