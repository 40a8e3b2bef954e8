import { describe, expect, it } from '@jest/globals';
import { CommunityResolver } from '../../../../src/api/community/community.resolver.ts';
import { Community, CommunityPage } from '../../../../src/api/community/community.types.ts';
import type { OperationContext } from '../../../../src/api/context/operation-context.ts';
import { ExpectedError } from '../../../../src/api/errors/expected-error.ts';
import { operationContext } from '../../operation-context.ts';
import { answered } from '../../z-api/exchanges.ts';

const ID = '98372465382764532938';
const ANNOUNCEMENT = { phone: '120363019502650970-group', name: 'All', isGroupAnnouncement: true };
const GROUP = { phone: '120363019502650971-group', name: 'Group', isGroupAnnouncement: false };
const FOUND = answered(200, { name: 'Name', description: 'What for', subGroups: [ANNOUNCEMENT, GROUP] });
const MISSING = answered(404, '');

const resolver = new CommunityResolver();

type Field = 'name' | 'description' | 'groups' | 'announcementGroup';

const FIELDS: readonly (readonly [Field, unknown])[] = [
  ['name', 'Name'],
  ['description', 'What for'],
  ['groups', [{ phone: GROUP.phone, name: 'Group', isAnnouncement: false }]],
  ['announcementGroup', { phone: ANNOUNCEMENT.phone, name: 'All', isAnnouncement: true }],
];

const resolve = (field: Field, context: OperationContext) => resolver[field](new Community(ID), context);

describe.each(FIELDS)('the field %s of a community', (field, expected) => {
  it('is read', async () => {
    expect(await resolve(field, operationContext(FOUND).context)).toEqual(expected);
  });

  it('is null when there is no such community', async () => {
    expect(await resolve(field, operationContext(MISSING).context)).toBeNull();
  });

  it('fails as expected when it cannot be read', async () => {
    const { context } = operationContext(answered(502, ''));
    const failure = await resolve(field, context).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ExpectedError);
    expect(failure).toMatchObject({ extensions: { code: 'UPSTREAM_UNAVAILABLE' } });
  });
});

describe('the fields of one community', () => {
  it('cost one read together', async () => {
    const { context, calls } = operationContext(FOUND);
    await Promise.all(FIELDS.map(([field]) => resolve(field, context)));
    expect(calls).toHaveLength(1);
  });

  it('have no announcement group and no groups where there are none', async () => {
    const { context } = operationContext(answered(200, { subGroups: [] }));
    expect(await resolve('announcementGroup', context)).toBeNull();
    expect(await resolve('groups', context)).toEqual([]);
  });
});

describe('the name that a list told', () => {
  it('is not read again', async () => {
    const { context, calls } = operationContext(FOUND);
    expect(await resolver.name(new Community(ID, 'Listed'), context)).toBe('Listed');
    expect(calls).toEqual([]);
  });

  it('is null, without a read, where the list told none', async () => {
    const { context, calls } = operationContext(FOUND);
    expect(await resolver.name(new Community(ID, null), context)).toBeNull();
    expect(calls).toEqual([]);
  });

  it('is read where no list was asked', async () => {
    const { context } = operationContext(FOUND);
    expect(await resolver.name(new Community(ID), context)).toBe('Name');
  });
});

describe('the query for one community', () => {
  it('gives it by its id when it is there', async () => {
    const { context } = operationContext(FOUND);
    expect(await resolver.community({ id: ID }, context)).toEqual(new Community(ID));
  });

  it('is null when it is not', async () => {
    expect(await resolver.community({ id: ID }, operationContext(MISSING).context)).toBeNull();
  });
});

describe('the query for communities', () => {
  const list = (size: number) =>
    answered(
      200,
      Array.from({ length: size }, (_, index) => ({ id: String(10_000 + index), name: `Name ${index}` })),
    );

  it('gives a page of them with their names, without reading each', async () => {
    const { context, calls } = operationContext(list(2));
    const page = await resolver.communities({ page: 3, pageSize: 20 }, context);
    expect(page).toEqual(
      new CommunityPage([new Community('10000', 'Name 0'), new Community('10001', 'Name 1')], 3, 20, false),
    );
    expect(calls.map(([request]) => request)).toEqual([
      { method: 'GET', path: ['communities'], query: { page: 3, pageSize: 20 } },
    ]);
  });

  it.each([
    [0, false],
    [1, false],
    [2, true],
  ])('says of %d on a page of 2 that there may be more: %s', async (size, mayHaveMore) => {
    const { context } = operationContext(list(size));
    expect(await resolver.communities({ page: 1, pageSize: 2 }, context)).toMatchObject({ mayHaveMore });
  });

  it('fails as expected when they cannot be read', async () => {
    const { context } = operationContext(answered(429, ''));
    await expect(resolver.communities({ page: 1, pageSize: 2 }, context)).rejects.toMatchObject({
      extensions: { code: 'RATE_LIMITED' },
    });
  });
});
