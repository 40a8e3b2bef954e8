import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { buildSchema } from '../../src/schema/build-schema.ts';
import { printSchema } from '../../src/schema/print-schema.ts';
import { copyCheckout, spawnProcess } from '../support/process.ts';
import { closedAfterEach } from '../support/resources.ts';

const EMITTED = printSchema(buildSchema());
/** A schema that held one field more. */
const FORMER = EMITTED.replace('type UnlinkSuccess {\n', 'type UnlinkSuccess {\n  former: String\n');

const LINE =
  '- `UnlinkSuccess.former`: Field `former` was removed from object type `UnlinkSuccess`; breaks clients that select it.';
const EMPTY = '# Changelog\n\n## Unreleased\n';
const RECORDED = `${EMPTY}\n### Breaking\n\n${LINE}\n`;
const RELEASED = RECORDED.replace('## Unreleased', '## Unreleased\n\n### Added\n\n- More.\n\n## 0.1.0');

const opened = closedAfterEach();

const git = (path: string, ...args: readonly string[]): string =>
  execFileSync('git', ['-c', 'user.name=Test', '-c', 'user.email=test@example.com', ...args], {
    cwd: path,
    encoding: 'utf8',
    // Nothing of what this machine, or a hook that runs the tests, says of git.
    env: { PATH: process.env.PATH ?? '', GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });

interface Version {
  readonly schema: string;
  readonly changelog?: string;
}

const write = (path: string, { schema, changelog }: Version): void => {
  mkdirSync(join(path, 'schema'), { recursive: true });
  writeFileSync(join(path, 'schema/schema.graphql'), schema);
  if (changelog === undefined) rmSync(join(path, 'CHANGELOG.md'), { force: true });
  else writeFileSync(join(path, 'CHANGELOG.md'), changelog);
};

const commit = (path: string, version: Version): void => {
  write(path, version);
  git(path, 'add', '--all', 'schema', ...(version.changelog === undefined ? [] : ['CHANGELOG.md']));
  git(path, 'commit', '--quiet', '--allow-empty', '--message=A version');
};

/** A copy of the code, which emits what it emits, in a repository of these commits. */
const repository = async (...versions: readonly Version[]): Promise<string> => {
  const { path } = opened(await copyCheckout());
  git(path, 'init', '--quiet', '--initial-branch=main');
  for (const version of versions) commit(path, version);
  return path;
};

const check = async (path: string, ...args: readonly string[]) => {
  const command = opened(
    spawnProcess(join(path, 'node_modules/.bin/tsx'), ['src/check-schema.ts', ...args], { cwd: path }),
  );
  const { code } = await command.exit;
  return { code, said: command.stdout + command.stderr };
};

const before: Version = { schema: FORMER, changelog: EMPTY };

describe('before a breaking change is committed', () => {
  it('the check fails, names it, and gives the line that records it', async () => {
    const path = await repository(before);
    write(path, { schema: EMITTED, changelog: EMPTY });
    const { code, said } = await check(path);
    expect(code).toBe(1);
    expect(said).toContain(`(compared with the last commit):\n\n${LINE}\n`);
    write(path, { schema: EMITTED, changelog: RECORDED });
    expect(await check(path)).toEqual({
      code: 0,
      said: expect.stringContaining('changes of the schema: 1,'),
    });
  });

  it('the check fails also where the schema was not written yet', async () => {
    const path = await repository(before);
    expect(await check(path)).toEqual({ code: 1, said: expect.stringContaining(LINE) });
  });

  it('the check gives the line also where there is no changelog', async () => {
    const path = await repository({ schema: FORMER });
    const { code, said } = await check(path);
    expect(code).toBe(1);
    expect(said).toContain(`${LINE}\n\nWhere that is meant, put the lines into CHANGELOG.md`);
    expect(said).not.toContain('Error');
  });
});

describe('after a breaking change was committed', () => {
  it('the check fails as before, commits later too', async () => {
    const after = { schema: EMITTED, changelog: EMPTY };
    const path = await repository(before, after, after);
    const { code, said } = await check(path);
    expect(code).toBe(1);
    expect(said).toContain(LINE);
    expect(said).toMatch(/compared with the version before [0-9a-f]{7}\)/);
  });

  it.each([
    ['unreleased', RECORDED],
    ['released since', RELEASED],
  ])('the check passes where it is recorded, %s', async (_, changelog) => {
    const path = await repository(
      before,
      { schema: EMITTED, changelog: RECORDED },
      { schema: EMITTED, changelog },
    );
    expect(await check(path)).toEqual({
      code: 0,
      said: expect.stringContaining('changes of the schema: 1,'),
    });
  });
});

describe('compared with a revision', () => {
  it('the check finds what changed since', async () => {
    const path = await repository(before, { schema: EMITTED, changelog: EMPTY });
    expect(await check(path, 'HEAD')).toEqual({
      code: 0,
      said: expect.stringContaining('changes of the schema: 0,'),
    });
    expect(await check(path, 'HEAD~1')).toEqual({ code: 1, said: expect.stringContaining(LINE) });
    expect(await check(path, 'origin/main')).toEqual({
      code: 1,
      said: 'The schema is compared with nothing: there is no revision origin/main.\n',
    });
  });
});

describe('without a version to compare with', () => {
  it('the check passes where the schema was committed once, and where nothing was', async () => {
    const once = await repository({ schema: EMITTED, changelog: EMPTY });
    expect(await check(once)).toEqual({
      code: 0,
      said: expect.stringContaining('changes of the schema: 0,'),
    });
    const never = await repository();
    expect(await check(never)).toEqual({
      code: 0,
      said: expect.stringContaining('nothing is committed yet'),
    });
  });

  it('the check passes in an unpacked archive, unless a revision was asked for', async () => {
    const { path } = opened(await copyCheckout());
    const said = expect.stringMatching(/compared with nothing: .*not a git repository/);
    expect(await check(path)).toEqual({ code: 0, said });
    expect(await check(path, 'HEAD')).toEqual({ code: 1, said });
  });

  it('the check fails in a clone that lacks the history, until it is fetched', async () => {
    const origin = await repository(before, { schema: EMITTED, changelog: EMPTY });
    const path = await repository();
    git(path, 'fetch', '--quiet', '--depth=1', `file://${origin}`, 'main');
    git(path, 'reset', '--quiet', '--hard', 'FETCH_HEAD');
    expect(await check(path)).toEqual({ code: 1, said: expect.stringContaining('git fetch --unshallow') });
    git(path, 'fetch', '--quiet', '--unshallow', `file://${origin}`, 'main');
    expect(await check(path)).toEqual({ code: 1, said: expect.stringContaining(LINE) });
  });
});
