import { type BreakingChange, nameOf } from './breaking-change.ts';

/** What follows each heading of this level, the heading's own words first. */
const below = (heading: '##' | '###', text: string): readonly string[] =>
  text.split(new RegExp(`^${heading} `, 'm')).slice(1);

/** How many lines under a heading `### Breaking` name the change. A release moves them, and does not add any. */
const countLines = (change: BreakingChange, changelog: string): number =>
  below('##', changelog)
    .flatMap((section) => below('###', section))
    .filter((part) => /^Breaking\b/.test(part))
    .flatMap((part) => part.split('\n'))
    .filter((line) => line.startsWith(nameOf(change))).length;

/** The changes that none of the later changelogs names once more than the one before: an old line says nothing of a new change. */
export const unrecorded = (
  changes: readonly BreakingChange[],
  before: string,
  later: readonly string[],
): readonly BreakingChange[] =>
  changes.filter(
    (change) => !later.some((changelog) => countLines(change, changelog) > countLines(change, before)),
  );
