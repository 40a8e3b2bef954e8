import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { findBaseline } from './schema-guard/baseline.ts';
import { lineOf } from './schema-guard/breaking-change.ts';
import { unrecorded } from './schema-guard/changelog.ts';
import { findBreakingChanges } from './schema-guard/find-breaking-changes.ts';
import { printSchema } from './subgraph/print-schema.ts';
import { buildSchema } from './subgraph/schema.ts';

/**
 * `npm run check:schema`: names what in the emitted schema breaks who uses the committed one, and fails where CHANGELOG.md
 * does not say so. With a revision (`npm run check:schema -- origin/main`) it compares with that one.
 */
const ROOT = fileURLToPath(new URL('../', import.meta.url));

const emitted = printSchema(buildSchema());
const baseline = findBaseline(ROOT, emitted, process.argv[2]);

if (baseline.sdl === undefined) {
  console.error(`The schema is compared with nothing: ${baseline.why}.`);
  process.exitCode = baseline.isRight ? 0 : 1;
} else {
  const { sdl, from, recordedIn } = baseline;
  const changes = await findBreakingChanges(sdl, emitted);
  const missing = unrecorded(changes, readFileSync(`${ROOT}CHANGELOG.md`, 'utf8'), recordedIn);
  if (missing.length > 0) {
    console.error(
      `The schema breaks who uses it (compared with ${from}):\n\n${missing.map(lineOf).join('\n')}\n
Where that is meant, put the lines into CHANGELOG.md as they are, under \`## Unreleased\` and \`### Breaking\`.`,
    );
    process.exitCode = 1;
  } else {
    console.log(
      `Breaking changes of the schema: ${changes.length}, none unrecorded (compared with ${from}).`,
    );
  }
}
