import { describe, expect, it } from '@jest/globals';
import { ExpectedError } from '../../../src/api/errors/expected-error.ts';
import { checkVariables, holdsUnsafeNumber } from '../../../src/graphql/variables.plugin.ts';
import { en } from '../../../src/i18n/en.ts';
import { operationContext } from '../operation-context.ts';

const LEVELS = 100_000;

/** The value under 100,000 lists or objects, more than a recursive walk has stack for. */
const deep = (value: unknown, wrap: (inner: unknown) => unknown): unknown => {
  let nested = value;
  for (let level = 0; level < LEVELS; level += 1) nested = wrap(nested);
  return nested;
};

describe('variables that hold an unsafe number', () => {
  it.each([
    ['{"id":9007199254740992}'],
    ['{"id":-9007199254740992}'],
    ['{"id":98372465382764532938}'],
    ['{"id":120363019502650977}'],
    ['{"id":123456789012345680}'],
    ['{"id":1e16}'],
    ['{"id":1e999}'],
    ['{"id":-1e999}'],
    ['{"id":9007199254740993.5}'],
    ['{"a":{"b":[{"c":[1,2,9007199254740992]}]}}'],
    ['{"a":[null,"x",true,{},[],9007199254740992]}'],
    ['9007199254740992'],
    ['{"__proto__":{"id":9007199254740992}}'],
  ])('are seen: %s', (json) => {
    expect(holdsUnsafeNumber(JSON.parse(json))).toBe(true);
  });

  it.each([
    ['lists', (inner: unknown) => [inner]],
    ['objects', (inner: unknown) => ({ inner })],
  ])('are seen under 100,000 %s', (_, wrap) => {
    expect(holdsUnsafeNumber(deep(2 ** 53, wrap))).toBe(true);
    expect(holdsUnsafeNumber(deep(2 ** 53 - 1, wrap))).toBe(false);
  });

  it('are seen at the end of a long list', () => {
    const long = Array.from({ length: 300_000 }, () => 0);
    expect(holdsUnsafeNumber({ long })).toBe(false);
    expect(holdsUnsafeNumber({ long: [2 ** 53, ...long] })).toBe(true);
  });
});

describe('variables without one', () => {
  it.each([
    ['{}'],
    ['null'],
    ['{"id":9007199254740991}'],
    ['{"id":-9007199254740991}'],
    ['{"id":0.1}'],
    ['{"id":"98372465382764532938"}'],
    ['{"9007199254740992":1}'],
    ['[true,null,"x",[],{}]'],
  ])('pass: %s', (json) => {
    expect(holdsUnsafeNumber(JSON.parse(json))).toBe(false);
  });

  it('pass when there are none at all', () => {
    expect(holdsUnsafeNumber(undefined)).toBe(false);
  });
});

describe('the plugin', () => {
  const resolveOperation = async (variables: Record<string, unknown>) => {
    const hooks = await checkVariables.requestDidStart?.({} as never);
    const { context } = operationContext();
    return hooks?.didResolveOperation?.({ request: { variables }, contextValue: context } as never);
  };

  it('refuses them before anything runs, with 400 and without echo', async () => {
    const failure = await resolveOperation({ id: Number('98372465382764532938') }).catch(
      (error: unknown) => error,
    );
    expect(failure).toBeInstanceOf(ExpectedError);
    expect(failure).toMatchObject({
      message: en.request.unsafeNumber,
      extensions: { code: 'BAD_USER_INPUT', http: { status: 400 } },
    });
  });

  it('lets the others pass', async () => {
    await expect(resolveOperation({ id: '98372465382764532938' })).resolves.toBeUndefined();
  });
});
