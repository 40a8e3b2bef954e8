import { describe, expect, it } from '@jest/globals';
import { validateSync } from 'class-validator';
import {
  GraphQLNonNull,
  GraphQLObjectType,
  type GraphQLOutputType,
  GraphQLString,
  GraphQLUnionType,
} from 'graphql';
import { ArgumentValidationError, type ResolverData } from 'type-graphql';
import { argumentErrors } from '../../../../src/api/arguments/argument-errors.middleware.ts';
import type { OperationContext } from '../../../../src/api/context/operation-context.ts';
import { CommunityInputError } from '../../../../src/api/errors/community-errors.ts';
import { ExpectedError } from '../../../../src/api/errors/expected-error.ts';
import { UnlinkGroupsArgs } from '../../../../src/api/unlink/unlink.args.ts';
import { en } from '../../../../src/i18n/en.ts';
import { operationContext, REQUEST_ID } from '../../operation-context.ts';

const objectType = (name: string) =>
  new GraphQLObjectType({ name, fields: { message: { type: GraphQLString } } });
const COMMUNITY = objectType('Community');
const union = (...types: GraphQLObjectType[]) => new GraphQLUnionType({ name: 'Result', types });
const WITH_ROOM = union(COMMUNITY, objectType('CommunityInputError'));

const ID = '98372465382764532938';
const PHONE = '120363019502650977-group';
const { context } = operationContext();

/** What the middleware makes of a resolver that does this; what it throws as `thrown`. */
const run = async (next: () => Promise<unknown>, returnType: GraphQLOutputType, args: object = {}) => {
  const data = { args, context, info: { returnType } } as unknown as ResolverData<OperationContext>;
  return Promise.resolve(argumentErrors(data, next)).catch((thrown: unknown) => ({ thrown }));
};

/** What becomes of arguments that are validated as type-graphql does it. */
const runWith = (given: object, returnType: GraphQLOutputType = WITH_ROOM) => {
  const args = Object.assign(new UnlinkGroupsArgs(), given);
  const errors = validateSync(args, { validationError: { target: false, value: false } });
  if (errors.length === 0) throw new Error('expected arguments that break a rule');
  return run(() => Promise.reject(new ArgumentValidationError(errors)), returnType, args);
};

describe('broken arguments', () => {
  it.each([
    [
      'a malformed id',
      { communityId: 'x', groupsPhones: [PHONE] },
      [['communityId'], 'format', en.rules.communityIdFormat],
    ],
    [
      'a malformed group',
      { communityId: ID, groupsPhones: [PHONE, PHONE, 'x'] },
      [['groupsPhones', '2'], 'format', en.rules.groupPhoneFormat],
    ],
    ['no group', { communityId: ID, groupsPhones: [] }, [['groupsPhones'], 'minItems', en.rules.minGroups]],
    [
      'too many groups',
      {
        communityId: ID,
        groupsPhones: Array.from({ length: 51 }, (_, index) => `${1_000_000_000 + index}-group`),
      },
      [['groupsPhones'], 'maxItems', en.rules.maxGroups],
    ],
  ])('become an error that names path and rule of %s', async (_, args, [path, rule, message]) => {
    const result = await runWith(args);
    expect(result).toBeInstanceOf(CommunityInputError);
    expect(result).toEqual({
      message: en.errors.INVALID_INPUT,
      code: 'INVALID_INPUT',
      retry: 'FIX_INPUT',
      requestId: REQUEST_ID,
      issues: [{ path, rule, message }],
    });
  });

  it('are all named at once', async () => {
    const result = await runWith({ communityId: 'x', groupsPhones: ['y', PHONE, 'z'] });
    expect((result as CommunityInputError).issues.map(({ path }) => path.join('.')).sort()).toEqual([
      'communityId',
      'groupsPhones.0',
      'groupsPhones.2',
    ]);
  });

  it('are named twenty at most', async () => {
    const groupsPhones = Array.from({ length: 40 }, (_, index) => `bad ${index}`);
    const result = await runWith({ communityId: ID, groupsPhones });
    expect((result as CommunityInputError).issues.map(({ path }) => path)).toEqual(
      Array.from({ length: 20 }, (_, index) => ['groupsPhones', String(index)]),
    );
  });

  it('are never echoed', async () => {
    const args = { communityId: 'SECRET-ID', groupsPhones: ['SECRET-PHONE'] };
    const returned = await runWith(args);
    const { thrown } = (await runWith(args, COMMUNITY)) as { thrown: ExpectedError };
    expect(thrown.extensions.issues).toHaveLength(2);
    expect(JSON.stringify([returned, thrown, thrown.message, thrown.stack])).not.toContain('SECRET');
  });

  it.each([
    ['an object', COMMUNITY],
    ['a union of others', union(COMMUNITY)],
  ])('become an entry in errors where the field returns %s', async (_, returnType) => {
    const { thrown } = (await runWith({ communityId: 'x', groupsPhones: [PHONE] }, returnType)) as {
      thrown: unknown;
    };
    expect(thrown).toBeInstanceOf(ExpectedError);
    expect(thrown).toMatchObject({
      message: en.errors.INVALID_INPUT,
      extensions: {
        code: 'INVALID_INPUT',
        issues: [{ path: ['communityId'], rule: 'format', message: en.rules.communityIdFormat }],
      },
    });
  });

  it('are returned through a type that may not be null too', async () => {
    const result = await runWith({ communityId: 'x', groupsPhones: [PHONE] }, new GraphQLNonNull(WITH_ROOM));
    expect(result).toBeInstanceOf(CommunityInputError);
  });
});

describe('everything else', () => {
  it('passes a result on', async () => {
    const result = { any: 'thing' };
    expect(await run(async () => result, WITH_ROOM)).toBe(result);
  });

  it('passes another error on', async () => {
    const error = new Error('x');
    expect(await run(() => Promise.reject(error), WITH_ROOM)).toEqual({ thrown: error });
  });
});
