import { describe, expect, it } from '@jest/globals';
import { isUnionType } from 'graphql';
import {
  narrowUnlinkResult,
  type SelectedGroup,
  type SelectedResult,
  type UnlinkGroupsMutation,
  type UnlinkOutcomeKind,
} from '../../../src/client/index.ts';
import { buildSchema } from '../../../src/schema/build-schema.ts';

type Member = NonNullable<UnlinkGroupsMutation['unlinkGroups']>;
type Case = readonly [name: Member['__typename'], said: SelectedResult, kind: UnlinkOutcomeKind];

const CASES: readonly Case[] = [
  ['UnlinkSuccess', { confirmation: 'ACKNOWLEDGED' }, 'done'],
  ['UnlinkSuccess', { confirmation: 'VERIFIED' }, 'done'],
  ['UnlinkSuccess', { confirmation: 'OBSERVED' }, 'not-linked'],
  ['UnlinkPartialSuccess', {}, 'partly'],
  ['CommunityInputError', { retry: 'FIX_INPUT' }, 'refused'],
  ['CommunityNotFoundError', { retry: 'FIX_INPUT' }, 'refused'],
  ['UnlinkRejectedError', { retry: 'FIX_INPUT' }, 'refused'],
  ['UnlinkRejectedError', { retry: 'NO' }, 'refused'],
  ['UnlinkRejectedError', { retry: 'CHECK_FIRST' }, 'unknown'],
  ['UnlinkOutcomeUnknownError', { retry: 'CHECK_FIRST' }, 'unknown'],
  ['WhatsAppInstanceError', { retry: 'NO' }, 'operator'],
  ['CommunityRateLimitedError', { retry: 'AFTER_DELAY' }, 'try-later'],
  ['CommunityUpstreamError', { retry: 'AFTER_DELAY' }, 'try-later'],
  ['CommunityUpstreamError', { retry: 'NO' }, 'operator'],
];

describe('a result', () => {
  it.each(CASES)('%s with %j is %s', (__typename, said, kind) => {
    expect(narrowUnlinkResult({ __typename, ...said }).kind).toBe(kind);
  });

  it('is narrowed whatever member of the union it is', () => {
    const union = buildSchema().getType('UnlinkResult');
    const members = isUnionType(union) ? union.getTypes().map(({ name }) => name) : [];
    expect([...new Set(CASES.map(([name]) => name))].sort()).toEqual([...members].sort());
  });

  it('keeps what it said', () => {
    const told = {
      message: 'Some of the groups are out of the community, others are still linked.',
      groups: [{ phone: 'one', status: 'STILL_LINKED', blocker: 'LAST_LINKED_GROUP' }],
      issues: [{ path: ['groupsPhones', '0'], rule: 'format', message: 'A group id looks like ...' }],
      code: 'UNLINK_REJECTED',
      confirmation: 'VERIFIED',
      retryAfterSeconds: 7,
      requestId: 'request',
    } as const;
    expect(narrowUnlinkResult({ __typename: 'UnlinkPartialSuccess', ...told })).toEqual({
      kind: 'partly',
      ...told,
    });
  });

  it('has no groups and no issues where none were told', () => {
    expect(narrowUnlinkResult({ __typename: 'WhatsAppInstanceError' })).toMatchObject({
      groups: [],
      issues: [],
    });
  });
});

describe('a result of which too little was selected', () => {
  it.each<readonly [string, SelectedResult, UnlinkOutcomeKind]>([
    ['a success without its confirmation', { __typename: 'UnlinkSuccess' }, 'unknown'],
    ['a refusal without its advice', { __typename: 'UnlinkRejectedError' }, 'unknown'],
    ['trouble with Z-API without its advice', { __typename: 'CommunityUpstreamError' }, 'unknown'],
    ['a failure without its name', { retry: 'AFTER_DELAY' }, 'try-later'],
    ['nothing at all', {}, 'unknown'],
  ])('claims no more than was told of %s', (_, result, kind) => {
    expect(narrowUnlinkResult(result).kind).toBe(kind);
  });
});

describe('a member of tomorrow', () => {
  it.each<readonly [string | undefined, UnlinkOutcomeKind]>([
    ['FIX_INPUT', 'refused'],
    ['AFTER_DELAY', 'try-later'],
    ['CHECK_FIRST', 'unknown'],
    ['NO', 'operator'],
    ['AN_ADVICE_OF_TOMORROW', 'unknown'],
    [undefined, 'unknown'],
  ])('that advises %s is %s', (retry, kind) => {
    const result = { __typename: 'CommunityArchivedError', ...(retry && { retry }), message: 'Archived.' };
    expect(narrowUnlinkResult(result)).toMatchObject({ kind, message: 'Archived.' });
  });

  it.each(['UnlinkScheduled', 'constructor', '__proto__', 'toString'])('named %s is no success', (name) => {
    expect(narrowUnlinkResult({ __typename: name }).kind).toBe('unknown');
  });

  it('that confirms a success in a new way claims nothing', () => {
    const result = { __typename: 'UnlinkSuccess', confirmation: 'QUEUED' };
    expect(narrowUnlinkResult(result).kind).toBe('unknown');
  });
});

describe('what outranks the member', () => {
  it.each(CASES.map(([name]) => name))('is the advice to check first, of %s', (__typename) => {
    const result = { __typename, confirmation: 'VERIFIED', retry: 'CHECK_FIRST' };
    expect(narrowUnlinkResult(result).kind).toBe('unknown');
  });

  it.each<readonly [SelectedResult, SelectedGroup['status'], UnlinkOutcomeKind]>([
    [{ __typename: 'UnlinkSuccess', confirmation: 'ACKNOWLEDGED' }, 'UNLINKED', 'done'],
    [{ __typename: 'UnlinkSuccess', confirmation: 'ACKNOWLEDGED' }, 'STILL_LINKED', 'unknown'],
    [{ __typename: 'UnlinkSuccess', confirmation: 'OBSERVED' }, 'NOT_LINKED', 'not-linked'],
    [{ __typename: 'UnlinkSuccess', confirmation: 'OBSERVED' }, 'UNKNOWN', 'unknown'],
    [{ __typename: 'UnlinkRejectedError', retry: 'NO' }, 'STILL_LINKED', 'refused'],
    [{ __typename: 'UnlinkRejectedError', retry: 'NO' }, 'NOT_LINKED', 'unknown'],
    [{ __typename: 'OfTomorrowError', retry: 'AFTER_DELAY' }, 'STILL_LINKED', 'try-later'],
    [{ __typename: 'OfTomorrowError', retry: 'AFTER_DELAY' }, 'UNLINKED', 'unknown'],
    [{ __typename: 'OfTomorrowError', retry: 'FIX_INPUT' }, 'UNKNOWN', 'unknown'],
  ])('is what is said of a group: %j with %s is %s', (result, status, kind) => {
    const groups: readonly SelectedGroup[] = [{ phone: 'one', ...(status && { status }) }];
    expect(narrowUnlinkResult({ ...result, groups }).kind).toBe(kind);
  });
});
