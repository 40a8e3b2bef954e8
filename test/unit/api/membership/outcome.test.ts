import { describe, expect, it } from '@jest/globals';
import {
  acknowledged,
  type ReadBack,
  resolveDone,
  resolveMissing,
  resolveRefused,
  resolveUnknown,
  type UnlinkOutcome,
} from '../../../../src/api/membership/outcome.ts';
import type { Meaning } from '../../../../src/z-api/meaning.ts';
import { MEANINGS } from '../../meanings.ts';
import { A, ANNOUNCEMENT, B, C, seen, unread } from './communities.ts';
import { NOT_FOUND, success, withGroups } from './states.ts';

const PHONES = [A, B];

/** One row of the table: what the read-back shows, and what that makes of each kind of answer to the POST. */
interface Row {
  readonly shown: string;
  readonly readBack: ReadBack;
  readonly refused: UnlinkOutcome;
  readonly unknown: UnlinkOutcome;
  readonly done: UnlinkOutcome;
}

const SEEN: readonly Row[] = [
  {
    shown: 'no requested group linked',
    readBack: seen(ANNOUNCEMENT, C),
    refused: success('OBSERVED', { [A]: 'NOT_LINKED', [B]: 'NOT_LINKED' }),
    unknown: success('OBSERVED', { [A]: 'NOT_LINKED', [B]: 'NOT_LINKED' }),
    done: success('VERIFIED', { [A]: 'UNLINKED', [B]: 'UNLINKED' }),
  },
  {
    shown: 'no group at all, not even for announcements',
    readBack: seen(),
    refused: withGroups('rejected', { [A]: 'UNKNOWN', [B]: 'UNKNOWN' }),
    unknown: withGroups('unknown', { [A]: 'UNKNOWN', [B]: 'UNKNOWN' }),
    done: success('ACKNOWLEDGED', { [A]: 'UNLINKED', [B]: 'UNLINKED' }),
  },
  {
    shown: 'some linked, and nothing known against them',
    readBack: seen(ANNOUNCEMENT, B, C),
    refused: withGroups('partial', { [A]: 'NOT_LINKED', [B]: 'STILL_LINKED:UNDETERMINED' }),
    unknown: withGroups('unknown', { [A]: 'NOT_LINKED', [B]: 'STILL_LINKED' }),
    done: withGroups('partial', { [A]: 'NOT_LINKED', [B]: 'STILL_LINKED:UNDETERMINED' }),
  },
  {
    shown: 'some linked, and that the last',
    readBack: seen(ANNOUNCEMENT, B),
    refused: withGroups('partial', { [A]: 'NOT_LINKED', [B]: 'STILL_LINKED:LAST_LINKED_GROUP' }),
    unknown: withGroups('unknown', { [A]: 'NOT_LINKED', [B]: 'STILL_LINKED' }),
    done: withGroups('partial', { [A]: 'NOT_LINKED', [B]: 'STILL_LINKED:LAST_LINKED_GROUP' }),
  },
  {
    shown: 'all still linked, and nothing known against them',
    readBack: seen(ANNOUNCEMENT, A, B, C),
    refused: withGroups('rejected', { [A]: 'STILL_LINKED:UNDETERMINED', [B]: 'STILL_LINKED:UNDETERMINED' }),
    unknown: withGroups('unknown', { [A]: 'STILL_LINKED', [B]: 'STILL_LINKED' }),
    done: withGroups('unknown', { [A]: 'STILL_LINKED', [B]: 'STILL_LINKED' }),
  },
  {
    shown: 'all still linked, and they are the last',
    readBack: seen(ANNOUNCEMENT, A, B),
    refused: withGroups('rejected', {
      [A]: 'STILL_LINKED:LAST_LINKED_GROUP',
      [B]: 'STILL_LINKED:LAST_LINKED_GROUP',
    }),
    unknown: withGroups('unknown', { [A]: 'STILL_LINKED', [B]: 'STILL_LINKED' }),
    done: withGroups('unknown', { [A]: 'STILL_LINKED', [B]: 'STILL_LINKED' }),
  },
];

const UNREAD = {
  refused: withGroups('rejected', { [A]: 'UNKNOWN', [B]: 'UNKNOWN' }),
  unknown: withGroups('unknown', { [A]: 'UNKNOWN', [B]: 'UNKNOWN' }),
  done: success('ACKNOWLEDGED', { [A]: 'UNLINKED', [B]: 'UNLINKED' }),
};

const refusedBy = (meaning: Meaning): UnlinkOutcome => {
  if (meaning.kind === 'missing') return NOT_FOUND;
  return meaning.kind === 'instance' ? { kind: 'failed', failure: meaning } : UNREAD.refused;
};

/** The last three rows of the table: no such community, instance trouble, and every other way of not being read. */
const NOT_SEEN: readonly Row[] = MEANINGS.map((meaning) => ({
  ...UNREAD,
  shown: `nothing, for ${JSON.stringify(meaning)}`,
  readBack: unread(meaning),
  refused: refusedBy(meaning),
}));

describe.each([...SEEN, ...NOT_SEEN])('a community that, read back, shows $shown', (row) => {
  it('settles a refusal', () => {
    expect(resolveRefused(PHONES, row.readBack)).toEqual(row.refused);
  });

  it('settles an answer that cannot be trusted', () => {
    expect(resolveUnknown(PHONES, row.readBack)).toEqual(row.unknown);
  });

  it('settles a success that proof was asked for', () => {
    expect(resolveDone(PHONES, row.readBack)).toEqual(row.done);
  });
});

describe('a refusal', () => {
  it('is explained group by group', () => {
    expect(resolveRefused([A, ANNOUNCEMENT], seen(ANNOUNCEMENT, A, B))).toEqual(
      withGroups('rejected', {
        [A]: 'STILL_LINKED:UNDETERMINED',
        [ANNOUNCEMENT]: 'STILL_LINKED:ANNOUNCEMENT_GROUP',
      }),
    );
    expect(resolveRefused([ANNOUNCEMENT, A, B], seen(ANNOUNCEMENT, A))).toEqual(
      withGroups('partial', {
        [ANNOUNCEMENT]: 'STILL_LINKED:ANNOUNCEMENT_GROUP',
        [A]: 'STILL_LINKED:LAST_LINKED_GROUP',
        [B]: 'NOT_LINKED',
      }),
    );
  });
});

describe('404 with a body that is no known error', () => {
  it.each(MEANINGS.map((meaning) => [meaning] as const))(
    'is settled when reading back came to %j',
    (meaning) => {
      expect(resolveMissing(PHONES, unread(meaning))).toEqual(
        meaning.kind === 'missing' ? NOT_FOUND : { kind: 'failed', failure: { kind: 'protocol' } },
      );
    },
  );

  it('is a broken protocol when the community is there with every group', () => {
    expect(resolveMissing(PHONES, seen(ANNOUNCEMENT, A, B))).toEqual({
      kind: 'failed',
      failure: { kind: 'protocol' },
    });
  });

  it('is outranked by groups that are seen to be out', () => {
    for (const readBack of [seen(ANNOUNCEMENT, C), seen(ANNOUNCEMENT, A, C)]) {
      expect(resolveMissing(PHONES, readBack)).toEqual(resolveRefused(PHONES, readBack));
    }
  });
});

it('takes an acknowledgement for a success without proof', () => {
  expect(acknowledged(PHONES)).toEqual(UNREAD.done);
});
