import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isSchema } from './find-breaking-changes.ts';
import type { Git } from './git.ts';

export interface Version {
  readonly sdl: string;
  readonly changelog: string;
}

/** Two versions of the schema, of which one follows the other. */
export interface Comparison {
  readonly before: Version;
  readonly after: Version;
  /** What `before` is, in words. */
  readonly from: string;
}

/** Why nothing can be compared, and whether that is as it should be. */
export interface Nothing {
  readonly why: string;
  readonly isRight: boolean;
}

const SCHEMA = 'schema/schema.graphql';
const CHANGELOG = 'CHANGELOG.md';

/**
 * Each committed version of the schema with the one before it, since there is a changelog, and what there is now with the
 * last: so that who is about to commit, who checks the commit out, and who commits once more see the same changes. With a
 * revision, what there is now with what it has in common with that one. The folder is where the files are.
 */
export const findComparisons = (
  git: Git,
  now: Version,
  revision?: string,
): readonly Comparison[] | Nothing => {
  try {
    return revision === undefined ? overHistory(git, now) : withRevision(git, now, revision);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    // Where there is no repository, as in an unpacked archive, nobody commits.
    return { why, isRight: revision === undefined && !existsSync(join(git.folder, '.git')) };
  }
};

const withRevision = (git: Git, now: Version, revision: string): readonly Comparison[] | Nothing => {
  if (!git.has(revision)) return { why: `there is no revision ${revision}`, isRight: false };
  const [[base = ''] = []] = git.lines('merge-base', revision, 'HEAD');
  const before = versionsAt(git, [base]).get(base);
  return before === undefined
    ? { why: `${base.slice(0, 7)} holds no ${SCHEMA}`, isRight: true }
    : [{ before, after: now, from: `what ${revision} and this have in common` }];
};

const WORKING_TREE = 'the working tree';

const overHistory = (git: Git, now: Version): readonly Comparison[] | Nothing => {
  if (!git.has('HEAD')) return { why: 'nothing is committed yet', isRight: true };
  const [[begun = 'HEAD', ...earlier] = []] = git.lines(
    ...['log', '--topo-order', '--reverse', '--full-history', '--diff-filter=A', '--format=%H %P'],
    ...['--', CHANGELOG],
  );
  if (earlier.every((parent) => parent === '') && isShallow(git)) {
    const why = 'this clone does not hold the history of the schema: `git fetch --unshallow`';
    return { why, isRight: false };
  }
  // Git leaves out what did not change the schema, but for merges, and names as parents what is left.
  const commits = git.lines(
    ...['rev-list', '--topo-order', '--ancestry-path', '--full-history', '--parents'],
    ...[`${begun}..HEAD`, '--', SCHEMA],
  );
  const parents = new Map(commits.map(([commit = '', ...parents]) => [commit, parents]));
  const versions = versionsAt(git, [...parents.keys(), begun]);
  parents.set(WORKING_TREE, [commits[0]?.[0] ?? begun]);
  versions.set(WORKING_TREE, now);

  /** A commit without a readable schema takes none away from the next. */
  const versionsBefore = (commit: string): readonly Version[] =>
    (parents.get(commit) ?? []).flatMap((parent) => versions.get(parent) ?? versionsBefore(parent));
  return [...versions].flatMap(([commit, after]) =>
    versionsBefore(commit)
      .filter(({ sdl }) => sdl !== after.sdl)
      .map((before) => ({
        before,
        after,
        from: commit === WORKING_TREE ? 'the last commit' : `the version before ${commit.slice(0, 7)}`,
      })),
  );
};

const isShallow = (git: Git): boolean =>
  git.lines('rev-parse', '--is-shallow-repository').flat().includes('true');

const versionsAt = (git: Git, commits: readonly string[]): Map<string, Version> => {
  const texts = git.read(commits.flatMap((commit) => [`${commit}:./${SCHEMA}`, `${commit}:./${CHANGELOG}`]));
  return new Map(
    commits.flatMap((commit, index) => {
      const [sdl, changelog = ''] = texts.slice(2 * index, 2 * index + 2);
      return sdl === undefined || !isSchema(sdl) ? [] : [[commit, { sdl, changelog }] as const];
    }),
  );
};
