import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { findComparisons } from '../../src/tools/schema-guard/comparisons.ts';
import { gitIn } from '../../src/tools/schema-guard/git.ts';
import { readRecord } from '../../src/tools/schema-guard/record.ts';

/** Nothing of what this machine, or a hook that runs the tests, says of git. */
const ENV = { PATH: process.env.PATH ?? '', GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' };

const FORMER = 'type Query {\n  is: String\n  former: String\n}\n';
const PLAIN = 'type Query {\n  is: String\n}\n';
/** Neither breaks who uses the plain one. */
const REWORDED = `"What is asked for."\n${PLAIN}`;
const GROWN = `${PLAIN}\nscalar More\n`;

const LINE =
  '- `Query.former`: Field `former` was removed from object type `Query`; breaks clients that select it.';
const EMPTY = '# Changelog\n\n## Unreleased\n';
const RECORDED = `${EMPTY}\n### Breaking\n\n${LINE}\n`;
const RELEASED = RECORDED.replace('## Unreleased', '## Unreleased\n\n### Added\n\n- More.\n\n## 0.1.0');
const TWICE = `${RECORDED}\n${RELEASED.slice(RELEASED.indexOf('## 0.1.0'))}`;

let path: string;
beforeEach(() => {
  path = mkdtempSync(join(tmpdir(), 'schema-history-'));
  git('init', '--quiet', '--initial-branch=main');
});
afterEach(() => rmSync(path, { recursive: true }));

const git = (...args: readonly string[]) =>
  execFileSync('git', ['-c', 'user.name=Test', '-c', 'user.email=test@example.com', ...args], {
    cwd: path,
    env: ENV,
    stdio: ['ignore', 'pipe', 'pipe'],
  });

/** Commits both files, or takes away what is not given. */
const commit = (sdl: string | undefined, changelog: string | undefined): void => {
  mkdirSync(join(path, 'schema'), { recursive: true });
  for (const [name, text] of [
    ['schema/schema.graphql', sdl],
    ['CHANGELOG.md', changelog],
  ] as const) {
    if (text === undefined) rmSync(join(path, name), { force: true });
    else writeFileSync(join(path, name), text);
  }
  git('add', '--all');
  git('commit', '--quiet', '--allow-empty', '--message=A version');
};

const merge = (...args: readonly string[]) => git('merge', '--quiet', '--no-ff', '--message=Merge', ...args);

/** What the check says of the repository, with these files in the working tree. */
const check = async (sdl: string, changelog: string, revision?: string) => {
  const comparisons = findComparisons(gitIn(path, ENV), { sdl, changelog }, revision);
  if ('why' in comparisons) throw new Error(comparisons.why);
  const { recorded, missing } = await readRecord(comparisons, changelog);
  return { recorded: [...recorded], missing: [...missing.keys()] };
};

const MISSING = { recorded: [], missing: [LINE] };
const WHOLE = { recorded: [LINE], missing: [] };
const NONE = { recorded: [], missing: [] };

describe('a breaking change in the history', () => {
  it('is found behind a harmless one, until it is recorded', async () => {
    commit(FORMER, EMPTY);
    commit(PLAIN, EMPTY);
    commit(REWORDED, EMPTY);
    expect(await check(REWORDED, EMPTY)).toEqual(MISSING);
    expect(await check(REWORDED, RECORDED)).toEqual(WHOLE);
  });

  it('is found on a branch that was merged, until it is recorded', async () => {
    commit(FORMER, EMPTY);
    git('checkout', '--quiet', '-b', 'branch');
    commit(PLAIN, EMPTY);
    commit(REWORDED, EMPTY);
    git('checkout', '--quiet', 'main');
    merge('branch');
    expect(await check(REWORDED, EMPTY)).toEqual(MISSING);
    expect(await check(REWORDED, RECORDED)).toEqual(WHOLE);
  });

  it('is recorded for the merge too by what its branch recorded, whatever the main line did meanwhile', async () => {
    commit(FORMER, EMPTY);
    git('checkout', '--quiet', '-b', 'branch');
    commit(PLAIN, RECORDED);
    git('checkout', '--quiet', 'main');
    commit(`${FORMER}\nscalar More\n`, EMPTY);
    merge('--strategy-option=theirs', 'branch');
    commit(GROWN, RECORDED);
    expect(await check(GROWN, RECORDED)).toEqual(WHOLE);
  });

  it('is found where a merge itself makes it', async () => {
    commit(PLAIN, EMPTY);
    git('checkout', '--quiet', '-b', 'branch');
    commit(REWORDED, EMPTY);
    git('checkout', '--quiet', 'main');
    commit(FORMER, EMPTY);
    git('checkout', '--quiet', 'branch');
    merge('--strategy=ours', 'main');
    commit(GROWN, EMPTY);
    expect(await check(GROWN, EMPTY)).toEqual(MISSING);
  });

  it('is recorded by a line that came before it, after the last version', async () => {
    commit(FORMER, EMPTY);
    commit(FORMER, RECORDED);
    expect(await check(PLAIN, RECORDED)).toEqual(WHOLE);
    commit(PLAIN, RECORDED);
    expect(await check(PLAIN, RECORDED)).toEqual(WHOLE);
  });

  it('stays recorded where it is taken back, and its line too', async () => {
    commit(FORMER, EMPTY);
    commit(PLAIN, RECORDED);
    commit(FORMER, EMPTY);
    expect(await check(FORMER, EMPTY)).toEqual(WHOLE);
  });

  it.each([
    ['released', RELEASED],
    ['unreleased', RECORDED],
  ])('wants a line more where it is made again, the first one %s', async (_, changelog) => {
    commit(FORMER, EMPTY);
    commit(PLAIN, RECORDED);
    commit(FORMER, changelog);
    expect((await check(PLAIN, changelog)).missing).toEqual([LINE]);
    commit(PLAIN, changelog);
    expect((await check(PLAIN, changelog)).missing).toEqual([LINE]);
    expect(await check(PLAIN, TWICE)).toEqual(WHOLE);
  });

  it.each([
    ['is gone', undefined],
    ['is no schema', '<<<<<<< HEAD\n'],
  ])('is found past a commit in which the schema %s', async (_, sdl) => {
    commit(FORMER, EMPTY);
    commit(sdl, EMPTY);
    commit(PLAIN, EMPTY);
    expect(await check(PLAIN, EMPTY)).toEqual(MISSING);
  });

  it('is none before there was a changelog, and is one while it is away', async () => {
    commit(FORMER, undefined);
    commit(PLAIN, undefined);
    commit(PLAIN, EMPTY);
    expect(await check(PLAIN, EMPTY)).toEqual(NONE);
    commit(FORMER, EMPTY);
    commit(FORMER, undefined);
    commit(PLAIN, undefined);
    commit(PLAIN, EMPTY);
    expect(await check(PLAIN, EMPTY)).toEqual(MISSING);
  });

  it('is none where a branch from before the changelog is merged', async () => {
    commit(FORMER, undefined);
    git('checkout', '--quiet', '-b', 'branch');
    commit(`${FORMER}\nscalar More\n`, undefined);
    git('checkout', '--quiet', 'main');
    commit(PLAIN, undefined);
    commit(PLAIN, EMPTY);
    merge('--strategy-option=ours', 'branch');
    commit(GROWN, EMPTY);
    expect(await check(GROWN, EMPTY)).toEqual(NONE);
  });
});

describe('compared with a revision', () => {
  it('a branch that is behind breaks nothing by what it lacks', async () => {
    commit(PLAIN, EMPTY);
    git('checkout', '--quiet', '-b', 'branch');
    commit(FORMER, EMPTY);
    git('checkout', '--quiet', 'main');
    expect(await check(PLAIN, EMPTY, 'branch')).toEqual(NONE);
    expect(await check(REWORDED, EMPTY, 'branch')).toEqual(NONE);
  });

  it('an old line does not record what the branch changes', async () => {
    commit(FORMER, RELEASED);
    git('checkout', '--quiet', '-b', 'branch');
    commit(PLAIN, RELEASED);
    expect(await check(PLAIN, RELEASED, 'main')).toEqual(MISSING);
    expect(await check(PLAIN, TWICE, 'main')).toEqual(WHOLE);
  });

  it('with which it has no commit in common, it says so', () => {
    commit(PLAIN, EMPTY);
    git('checkout', '--quiet', '--orphan', 'other');
    commit(FORMER, EMPTY);
    expect(findComparisons(gitIn(path, ENV), { sdl: PLAIN, changelog: EMPTY }, 'main')).toEqual({
      why: 'git merge-base finds nothing',
      isRight: false,
    });
  });
});
