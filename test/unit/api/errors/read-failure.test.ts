import { expect, it } from '@jest/globals';
import { toCertainFailure } from '../../../../src/api/errors/from-z-api.ts';
import type { Meaning } from '../../../../src/z-api/meaning.ts';
import { MEANINGS } from '../../meanings.ts';

type Failing = Exclude<Meaning, { kind: 'missing' }>;

const UNREACHABLE = { kind: 'not-sent', cause: 'unreachable' } as const;

/** The meanings that a read puts in other words; every other one stays what it is. */
const REWORDED: Readonly<Partial<Record<Meaning['kind'], object>>> = {
  done: UNREACHABLE,
  unknown: UNREACHABLE,
  refused: { kind: 'protocol' },
};

const failing = MEANINGS.filter((meaning): meaning is Failing => meaning.kind !== 'missing');

it.each(failing.map((meaning) => [meaning, REWORDED[meaning.kind] ?? meaning] as const))(
  'a read that came to %j failed as %j',
  (meaning, failure) => {
    expect(toCertainFailure(meaning)).toEqual(failure);
  },
);
