import { readFileSync, writeFileSync } from 'node:fs';
import { buildSchema } from '../schema/build-schema.ts';
import { possibleTypesOf } from '../schema/possible-types.ts';
import { GENERATED, printSchema } from '../schema/print-schema.ts';
import { REFUSAL_CODES } from '../utils/error-codes.ts';

/** Writes what is made of the code's schema; with --check only says what is not fresh. */
const schema = buildSchema();
const possibleTypes = JSON.stringify(possibleTypesOf(schema), null, 2);

const files = new Map([
  ['schema/schema.graphql', printSchema(schema)],
  ['schema/possible-types.json', `${possibleTypes}\n`],
  [
    'src/client/generated/possible-types.ts',
    `// ${GENERATED}\nexport const possibleTypes = ${possibleTypes};\n`,
  ],
  [
    'src/client/generated/refusal-codes.ts',
    `// ${GENERATED}\nexport const refusalCodes = ${JSON.stringify(REFUSAL_CODES, null, 2)} as const;\n`,
  ],
]);

for (const [path, text] of files) {
  const file = new URL(`../../${path}`, import.meta.url);
  if (!process.argv.includes('--check')) {
    writeFileSync(file, text);
  } else if (readFileSync(file, 'utf8') !== text) {
    console.error(`${path} is not what the code emits: run \`npm run schema\` and look at the difference.`);
    process.exitCode = 1;
  }
}
