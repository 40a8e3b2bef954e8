import { describe, expect, it } from '@jest/globals';
import { type FragmentDefinitionNode, Kind, parse } from 'graphql';
import { CostMeter, type DocumentCost, rootFieldNames } from '../../../src/graphql/document-limits.ts';

/** The cost of the first operation, and how often a fragment was looked at. */
const measured = (source: string): { readonly cost: DocumentCost; readonly looks: number } => {
  const { definitions } = parse(source);
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  let looks = 0;
  const meter = new CostMeter((name) => {
    looks += 1;
    return fragments.get(name);
  });
  const operation = definitions.find(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error('expected an operation');
  return { cost: meter.measure(operation), looks };
};

const NONE: DocumentCost = { depth: 0, fields: 0, aliases: 0, directives: 0, cycles: 0 };

describe('the cost of an operation', () => {
  it.each<readonly [source: string, cost: Partial<DocumentCost>]>([
    ['{ a }', { depth: 1, fields: 1 }],
    ['{ a b c }', { depth: 1, fields: 3 }],
    ['{ a { b { c } } d { e } }', { depth: 3, fields: 5 }],
    ['{ x: a y: __typename b }', { depth: 1, fields: 3, aliases: 2 }],
    ['{ a @one @two { b @three } }', { depth: 2, fields: 2, directives: 3 }],
    ['query ($v: Int @two) @one { a }', { depth: 1, fields: 1, directives: 2 }],
    ['{ ... @one { a { b } } ... on T { c } }', { depth: 2, fields: 3, directives: 1 }],
    ['{ a { ...F @one } } fragment F on T @two { b { c } }', { depth: 3, fields: 3, directives: 2 }],
    ['{ ...F ...F } fragment F on T { x: a { b } }', { depth: 2, fields: 4, aliases: 2 }],
    ['{ ...F } fragment F on T { ...G ...G } fragment G on T { a b }', { depth: 1, fields: 4 }],
    [
      'mutation { x: unlinkGroups ...F } fragment F on M { y: unlinkGroups ... { z: unlinkGroups } }',
      { depth: 1, fields: 3, aliases: 3 },
    ],
    ['{ ...Missing a }', { depth: 1, fields: 1 }],
  ])('%s', (source, cost) => {
    expect(measured(source).cost).toEqual({ ...NONE, ...cost });
  });

  it('is that of aliases alone below the schema: another rule decides the rest', () => {
    expect(
      measured('{ x: __schema @one { types { y: name } } __type(name: "T") { fields { name } } }').cost,
    ).toEqual({ depth: 1, fields: 2, aliases: 2, directives: 1, cycles: 0 });
  });

  it.each([
    '{ ...F } fragment F on T { a ...F }',
    '{ ...F } fragment F on T { a ...G } fragment G on T { b { ...F } }',
    '{ __schema { ...F } } fragment F on T { a { ...F } }',
  ])('tells of fragments that lead back to themselves: %s', (source) => {
    expect(measured(source).cost.cycles).toBeGreaterThan(0);
  });
});

describe('the work to find it', () => {
  const COUNT = 60;

  /** Each fragment spreads the next twice: written out, two to the power of sixty fields. */
  const doubling = (last: string) =>
    [
      '{ ...F0 }',
      ...Array.from({ length: COUNT }, (_, index) => {
        const next = index + 1 < COUNT ? `...F${index + 1} ...F${index + 1}` : last;
        return `fragment F${index} on T { ${next} }`;
      }),
    ].join(' ');

  it('is one look at each fragment, however they multiply', () => {
    const { cost, looks } = measured(doubling('a'));
    expect(looks).toBe(COUNT);
    expect(cost.fields).toBe(2 ** (COUNT - 1));
  });

  it('is no more where they lead to nothing', () => {
    const { cost, looks } = measured(doubling('...Missing ...Missing'));
    expect(looks).toBe(COUNT + 1);
    expect(cost.fields).toBe(0);
  });
});

describe('the root fields of an operation', () => {
  it.each([
    ['mutation { unlinkGroups(a: 1) { unlinkGroups } }', ['unlinkGroups']],
    [
      'mutation { x: unlinkGroups ...F } fragment F on M { y: unlinkGroups ... { z: other } }',
      ['unlinkGroups', 'unlinkGroups', 'other'],
    ],
    ['{ ...Missing a }', ['a']],
  ])('are found through aliases and fragments: %s', (source, names) => {
    const document = parse(source);
    const [operation] = document.definitions;
    if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error('expected an operation');
    expect(rootFieldNames(document, operation)).toEqual(names);
  });
});
