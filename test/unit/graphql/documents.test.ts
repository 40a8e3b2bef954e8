import { describe, expect, it } from '@jest/globals';
import { DocumentGuard } from '../../../src/graphql/documents.ts';

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
  ])('that goes over the limit of %s is found, and found again', (limit, source) => {
    const guard = new DocumentGuard();
    expect([guard.check(source), guard.check(source)]).toEqual([limit, limit]);
  });

  it('is found by a fragment that nothing uses', () => {
    expect(new DocumentGuard().check('{ a } fragment F on T { b { ...F } }')).toBe('cycles');
  });

  it.each(['{ a }', '{', '', 'type T { a: Int }', `{ ${times(2_000, () => 'a')} }`])(
    'is left to validation where it is within the limits, or none: %s',
    (source) => {
      const guard = new DocumentGuard();
      expect([guard.check(source), guard.check(source)]).toEqual([undefined, undefined]);
    },
  );
});
