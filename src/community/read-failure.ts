import type { CertainFailure, Meaning } from '../z-api/meaning.ts';

/**
 * A failed read in the words of a certain failure: a read changes nothing, so one without a trustworthy answer
 * is as if it had never been sent. `missing` is no failure: there is no such community.
 */
export const toReadFailure = (meaning: Exclude<Meaning, { kind: 'missing' }>): CertainFailure => {
  switch (meaning.kind) {
    case 'done':
    case 'unknown':
      return { kind: 'not-sent', cause: 'unreachable' };
    case 'refused':
      return { kind: 'protocol' };
    default:
      return meaning;
  }
};
