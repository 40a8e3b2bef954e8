import { describe, expect, it } from '@jest/globals';
import { validateSync } from 'class-validator';
import { ArgumentValidationError } from 'type-graphql';
import {
  type ArgumentRule,
  asAWhole,
  max,
  min,
  Rule,
  validateArguments,
} from '../../../../src/api/arguments/argument-rules.ts';

describe('min and max', () => {
  it.each([
    [min(1, 'minPage'), 1, []],
    [min(1, 'minPage'), 2, []],
    [min(1, 'minPage'), 0, [[]]],
    [min(1, 'minPage'), -1, [[]]],
    [min(1, 'minPage'), Number.NaN, [[]]],
    [min(1, 'minPage'), '1', [[]]],
    [min(1, 'minPage'), undefined, [[]]],
    [max(100, 'maxPageSize'), 100, []],
    [max(100, 'maxPageSize'), 101, [[]]],
    [max(100, 'maxPageSize'), Number.NaN, [[]]],
    [max(100, 'maxPageSize'), null, [[]]],
  ])('%j is broken by %j at %j', (rule, value, expected) => {
    expect(rule.violations(value)).toEqual(expected);
  });

  it('bear their stable names and the key of their sentence', () => {
    expect([min(1, 'minPage'), max(100, 'maxPageSize')]).toMatchObject([
      { name: 'min', message: 'minPage' },
      { name: 'max', message: 'maxPageSize' },
    ]);
  });
});

it.each([
  [true, []],
  [false, [[]]],
])('a rule for a value as a whole that holds (%s) is broken at %j', (holds, expected) => {
  expect(asAWhole(holds)).toEqual(expected);
});

describe('an argument that obeys rules', () => {
  const long: ArgumentRule = {
    name: 'minItems',
    message: 'minGroups',
    violations: (value) => asAWhole(String(value).length > 2),
  };
  const noX: ArgumentRule = {
    name: 'format',
    message: 'groupPhoneFormat',
    violations: (value) => asAWhole(!String(value).includes('x')),
  };

  class Example {
    @Rule(long)
    @Rule(noX)
    readonly text: string;

    constructor(text: string) {
      this.text = text;
    }
  }

  const contextsOf = (text: string) => validateSync(new Example(text)).map(({ contexts }) => contexts);

  it('is valid when it breaks none', () => {
    expect(contextsOf('abc')).toEqual([]);
  });

  it('carries along exactly the rules it breaks', () => {
    expect(contextsOf('ab')).toEqual([{ minItems: long }]);
    expect(contextsOf('abx')).toEqual([{ format: noX }]);
    expect(contextsOf('x')).toEqual([{ format: noX, minItems: long }]);
  });
});

describe('arguments', () => {
  class Page {
    @Rule(min(1, 'minPage'))
    readonly page: number;

    constructor(page: number) {
      this.page = page;
    }
  }

  it.each([[undefined], [null], ['text'], [{}], [new Page(1)], [[new Page(1), null, 7]]])(
    '%j pass',
    (args) => {
      expect(() => validateArguments(args)).not.toThrow();
    },
  );

  it.each([[new Page(0)], [[new Page(1), new Page(0)]]])('%j are refused, without what was sent', (args) => {
    const refused = (): unknown => {
      try {
        return validateArguments(args);
      } catch (error) {
        return error;
      }
    };
    expect(refused()).toBeInstanceOf(ArgumentValidationError);
    expect(refused()).toMatchObject({ extensions: { validationErrors: [{ property: 'page' }] } });
    expect(JSON.stringify(refused())).not.toMatch(/"value"|"target"/);
  });
});
