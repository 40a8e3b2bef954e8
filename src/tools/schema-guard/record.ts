import { lineOf } from './breaking-change.ts';
import { unrecorded } from './changelog.ts';
import type { Comparison } from './comparisons.ts';
import { findBreakingChanges } from './find-breaking-changes.ts';

/** The lines of breaking changes, each once: a merge shows again what its branch changed. */
export interface ChangelogRecord {
  readonly recorded: ReadonlySet<string>;
  /** With what each was compared. */
  readonly missing: ReadonlyMap<string, string>;
}

/** Which breaking changes the changelog records: as it was when they were made, or as it is now. */
export const readRecord = async (
  comparisons: readonly Comparison[],
  changelog: string,
): Promise<ChangelogRecord> => {
  const recorded = new Set<string>();
  const missing = new Map<string, string>();
  for (const { before, after, from } of comparisons) {
    const changes = await findBreakingChanges(before.sdl, after.sdl);
    const unsaid = unrecorded(changes, before.changelog, [after.changelog, changelog]);
    for (const change of changes) {
      if (unsaid.includes(change)) missing.set(lineOf(change), from);
      else recorded.add(lineOf(change));
    }
  }
  return { recorded, missing };
};
