import { type BreakingChange, nameOf } from './breaking-change.ts';

/**
 * Which sections of the changelog count. What is not committed yet is recorded in the unreleased one; what is may have
 * moved from there with a release.
 */
export type RecordedIn = 'unreleased' | 'any section';

const UNRELEASED = /^\[?Unreleased\b/i;
const BREAKING = /^Breaking\b/;

/** What follows each heading of this level, the heading's own words first. */
const below = (heading: '##' | '###', text: string): readonly string[] =>
  text.split(new RegExp(`^${heading} `, 'm')).slice(1);

/** The changes that no line under a heading `### Breaking` names. */
export const unrecorded = (
  changes: readonly BreakingChange[],
  changelog: string,
  where: RecordedIn,
): readonly BreakingChange[] => {
  const sections = below('##', changelog);
  const counted =
    where === 'any section' ? sections : sections.slice(0, 1).filter((section) => UNRELEASED.test(section));
  const lines = counted
    .flatMap((section) => below('###', section))
    .filter((part) => BREAKING.test(part))
    .flatMap((part) => part.split('\n'));
  return changes.filter((change) => !lines.some((line) => line.startsWith(nameOf(change))));
};
