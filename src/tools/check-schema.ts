import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { buildSchema } from '../schema/build-schema.ts';
import { printSchema } from '../schema/print-schema.ts';
import { findComparisons } from './schema-guard/comparisons.ts';
import { gitIn } from './schema-guard/git.ts';
import { readRecord } from './schema-guard/record.ts';

/**
 * `npm run check:schema`: names what in the versions of the schema, up to the emitted one, breaks who uses the one before, and
 * fails where CHANGELOG.md does not say so. With a revision (`npm run check:schema -- origin/main`) it looks at what this
 * branch changes.
 */
const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const CHANGELOG = `${ROOT}CHANGELOG.md`;

const now = {
  sdl: printSchema(buildSchema()),
  // None records nothing.
  changelog: existsSync(CHANGELOG) ? readFileSync(CHANGELOG, 'utf8') : '',
};
const comparisons = findComparisons(gitIn(ROOT), now, process.argv[2]);

if ('why' in comparisons) {
  console.error(`The schema is compared with nothing: ${comparisons.why}.`);
  process.exitCode = comparisons.isRight ? 0 : 1;
} else {
  const { recorded, missing } = await readRecord(comparisons, now.changelog);
  if (missing.size > 0) {
    console.error(
      `The schema breaks who uses it (compared with ${[...new Set(missing.values())].join(', and ')}):

${[...missing.keys()].join('\n')}\n
Where that is meant, put the lines into CHANGELOG.md as they are, under \`## Unreleased\` and \`### Breaking\`.`,
    );
    process.exitCode = 1;
  } else {
    console.log(`Breaking changes of the schema: ${recorded.size}, none unrecorded.`);
  }
}
