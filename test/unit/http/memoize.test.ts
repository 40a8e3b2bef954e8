import { describe, expect, it } from '@jest/globals';
import { memoize } from '../../../src/http/content-negotiation.ts';

const setUp = () => {
  const asked: (string | undefined)[] = [];
  const length = memoize((text) => {
    asked.push(text);
    return { length: text?.length ?? 0 };
  });
  return { asked, length };
};

describe('a memoize function', () => {
  it('works out once what it is asked again, undefined too', () => {
    const { asked, length } = setUp();
    for (const text of ['ab', undefined, 'abc', 'ab', undefined]) {
      expect(length(text)).toEqual({ length: text?.length ?? 0 });
    }
    expect(asked).toEqual(['ab', undefined, 'abc']);
  });

  it('remembers no long text, and forgets all before it remembers too many', () => {
    const { asked, length } = setUp();
    const long = 'x'.repeat(201);
    length(long);
    length(long);
    expect(asked).toHaveLength(2);
    for (let number = 0; number < 100; number += 1) length(String(number));
    length('0');
    expect(asked).toHaveLength(102);
    length('one more');
    length('0');
    expect(asked).toHaveLength(104);
  });
});
