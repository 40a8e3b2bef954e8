import { createHash, randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { isLive } from '../auth/api-keys.ts';
import { SCOPES } from '../auth/caller.ts';
import { ApiKeyFileEntry, entryErrors } from '../config/json-files.ts';

/** `npm run api-key`: makes an API key and shows it this once; only its SHA-256 is kept, in the entry for the file. */
const USAGE = `Usage: npm run api-key -- [--id backend] [--scopes ${SCOPES.join(',')}] [--tenant name] [--expires 2027-01-31]`;

/** EX_USAGE of sysexits.h: the command was used incorrectly. */
const EXIT_USAGE = 64;

const SECRET_BYTES = 32;

const readOptions = () => {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({ options: { id: text, scopes: text, tenant: text, expires: text } }).values;
  } catch {
    return undefined;
  }
};

const refuse = (why: readonly string[]): never => {
  console.error([...why, USAGE].join('\n'));
  process.exit(EXIT_USAGE);
};

const {
  id = `key-${randomBytes(4).toString('hex')}`,
  scopes = SCOPES.join(','),
  tenant,
  expires,
} = readOptions() ?? refuse(['There is an option that is not known, or has no value.']);

const secret = randomBytes(SECRET_BYTES).toString('base64url');
const entry = Object.assign(new ApiKeyFileEntry(), {
  id,
  sha256: createHash('sha256').update(secret).digest('hex'),
  scopes: scopes.split(',').map((scope) => scope.trim()),
  ...(tenant !== undefined && { tenant }),
  ...(expires !== undefined && { expires }),
});
const errors = [...entryErrors(entry, '--')];
if (errors.length === 0 && !isLive(entry, Date.now())) errors.push('--expires must be in the future');
if (errors.length > 0) refuse(errors);

console.log(`The key. It is shown this once; its caller sends it in the header x-api-key:

  ${id}.${secret}

Its entry for the list "keys" in the file that AUTH_API_KEYS_FILE names; SIGHUP makes the service read it again:

  ${JSON.stringify(entry)}
`);
