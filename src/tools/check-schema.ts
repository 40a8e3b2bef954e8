import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { buildSchema } from '../schema/build-schema.ts';
import { printSchema } from '../schema/print-schema.ts';
import { findBreakingChanges, lineOf, unrecorded } from './breaking-changes.ts';

/**
 * `npm run check:schema`: compares the emitted schema with the one at the last release tag, and fails when CHANGELOG.md does
 * not record each breaking change.
 */
const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const CHANGELOG = `${ROOT}CHANGELOG.md`;

const git = (...args: readonly string[]): string =>
  execFileSync('git', args, { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });

/** The last tag `v*`; undefined without one, and outside a git repository. */
const lastRelease = (): string | undefined => {
  try {
    return git('describe', '--tags', '--abbrev=0', '--match', 'v*').trim();
  } catch {
    return undefined;
  }
};

const release = lastRelease();
if (release === undefined) {
  console.log('There is no release tag v* to compare the schema with.');
} else {
  const released = git('show', `${release}:./schema/schema.graphql`);
  const changes = await findBreakingChanges(released, printSchema(buildSchema()));
  const missing = unrecorded(changes, existsSync(CHANGELOG) ? readFileSync(CHANGELOG, 'utf8') : '');
  console.log(`Breaking changes of the schema since ${release}: ${changes.length}`);
  for (const change of changes) console.log(lineOf(change));
  if (missing.length > 0) {
    console.error(`
Not recorded in CHANGELOG.md. If they are intended, add these lines under \`## Unreleased\`, \`### Breaking\`:

${missing.map(lineOf).join('\n')}`);
    process.exitCode = 1;
  }
}
