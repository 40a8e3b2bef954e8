import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { RecordedIn } from './changelog.ts';

/** The SDL to compare with; or why there is none, and whether that is as it should be. */
export type Baseline =
  | { readonly sdl: string; readonly from: string; readonly recordedIn: RecordedIn }
  | { readonly sdl: undefined; readonly why: string; readonly isRight: boolean };

const FILE = 'schema/schema.graphql';

/**
 * The last committed SDL that differs from the emitted one, so that both who is about to commit and who checks the commit
 * out see the same changes; or that of a revision. Reads the repository around `root`, where the file is.
 */
export const findBaseline = (root: string, emitted: string, revision?: string): Baseline => {
  const git = gitIn(root);
  try {
    if (revision !== undefined) return atRevision(git, revision);
    if (!git.has('HEAD')) return nothing('nothing is committed yet');
    const last = git.show('HEAD');
    if (last === undefined) return nothing(`the last commit holds no ${FILE}`);
    if (last !== emitted) return { sdl: last, from: 'the last commit', recordedIn: 'unreleased' };
    return beforeLastChange(git);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    // Where there is no repository, as in an unpacked archive, nobody commits.
    return { sdl: undefined, why, isRight: revision === undefined && !existsSync(join(root, '.git')) };
  }
};

const nothing = (why: string): Baseline => ({ sdl: undefined, why, isRight: true });

const atRevision = (git: Git, revision: string): Baseline => {
  if (!git.has(revision)) return { sdl: undefined, why: `there is no revision ${revision}`, isRight: false };
  const sdl = git.show(revision);
  return sdl === undefined
    ? nothing(`${revision} holds no ${FILE}`)
    : { sdl, from: revision, recordedIn: 'any section' };
};

const beforeLastChange = (git: Git): Baseline => {
  const changed = git.run('log', '-1', '--format=%H', '--', FILE).trim();
  const [, parent] = git.run('rev-list', '--parents', '-n', '1', changed).trim().split(' ');
  if (parent === undefined && git.run('rev-parse', '--is-shallow-repository').trim() === 'true') {
    const why = `this clone holds no commit from before the one that last changed ${FILE}: \`git fetch --unshallow\``;
    return { sdl: undefined, why, isRight: false };
  }
  const sdl = parent === undefined ? undefined : git.show(parent);
  return sdl === undefined
    ? nothing(`${FILE} was committed once, and never changed`)
    : { sdl, from: `the version before ${changed.slice(0, 7)}`, recordedIn: 'any section' };
};

type Git = ReturnType<typeof gitIn>;

const gitIn = (root: string) => {
  const attempt = (args: readonly string[]) => {
    const { error, ...rest } = spawnSync('git', args, { cwd: root, encoding: 'utf8' });
    if (error) throw error;
    return rest;
  };
  const run = (...args: readonly string[]): string => {
    const { status, stdout, stderr } = attempt(args);
    if (status !== 0) throw new Error(stderr.trim());
    return stdout;
  };
  return {
    /** Throws with what git says where it fails. */
    run,
    has: (revision: string): boolean => {
      run('rev-parse', '--git-dir');
      return attempt(['rev-parse', '--verify', '--quiet', `${revision}^{commit}`]).status === 0;
    },
    /** The file as it is in a revision; undefined where it is not. */
    show: (revision: string): string | undefined =>
      run('ls-tree', revision, FILE) === '' ? undefined : run('show', `${revision}:./${FILE}`),
  };
};
