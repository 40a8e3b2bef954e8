import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { buildSchema } from '../../src/schema/build-schema.ts';
import { printSchema } from '../../src/schema/print-schema.ts';
import { copyCheckout } from '../support/process.ts';
import { closedAfterAll } from '../support/resources.ts';

const EMITTED = printSchema(buildSchema());
/** A schema with one field more. */
const FORMER = EMITTED.replace('type UnlinkSuccess {\n', 'type UnlinkSuccess {\n  former: String\n');
const LINE = '- `UnlinkSuccess.former`: Field `former` was removed from object type `UnlinkSuccess`.';

/** Ignores the git configuration of this machine, and the variables that a git hook sets. */
const env = { PATH: process.env.PATH ?? '', GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' };
const kept = closedAfterAll();

/** A copy of the code in a repository whose tag v1.0.0 holds this schema; without one, in no repository. */
const checkout = async (released?: string): Promise<string> => {
  const { path } = kept(await copyCheckout());
  if (released === undefined) return path;
  const git = (...args: readonly string[]) =>
    execFileSync('git', ['-c', 'user.name=Test', '-c', 'user.email=test@example.com', ...args], {
      cwd: path,
      env,
    });
  writeFileSync(join(path, 'schema/schema.graphql'), released);
  git('init', '--quiet');
  git('add', 'schema');
  git('commit', '--quiet', '--message=Release');
  git('tag', 'v1.0.0');
  return path;
};

const check = (path: string) => {
  const { status, stdout, stderr } = spawnSync('node_modules/.bin/tsx', ['src/tools/check-schema.ts'], {
    cwd: path,
    env,
    encoding: 'utf8',
  });
  return { status, output: stdout + stderr };
};

describe('check:schema', () => {
  it('passes without a release tag', async () => {
    const output = expect.stringContaining('no release tag');
    expect(check(await checkout())).toEqual({ status: 0, output });
  });

  it('passes when the schema equals the released one', async () => {
    const output = expect.stringContaining('since v1.0.0: 0');
    expect(check(await checkout(EMITTED))).toEqual({ status: 0, output });
  });

  it('fails on a breaking change until the changelog records it', async () => {
    const path = await checkout(FORMER);
    expect(check(path)).toEqual({ status: 1, output: expect.stringContaining(`Breaking\`:\n\n${LINE}\n`) });
    writeFileSync(join(path, 'CHANGELOG.md'), `# Changelog\n\n## Unreleased\n\n### Breaking\n\n${LINE}\n`);
    expect(check(path)).toEqual({ status: 0, output: expect.stringContaining('since v1.0.0: 1') });
  });
});
