import { readFileSync } from 'node:fs';
import {
  IsArray,
  IsIn,
  IsISO8601,
  IsNotEmpty,
  Matches,
  ValidateBy,
  ValidateIf,
  type ValidationError,
  validateSync,
} from 'class-validator';
import { API_KEY_ID, type ApiKeyEntry, idsWithTooManyKeys, MAX_LIVE_KEYS } from '../auth/api-keys.ts';
import { SCOPES } from '../auth/caller.ts';
import { COMMUNITY_ID } from '../utils/ids.ts';
import { anyText, type Parser, zApiSecret } from './parsers.ts';

/** Validates a string member of an entry with the parser of a setting. */
const Parses = (parse: Parser<string>): PropertyDecorator => {
  const errorOf = (value: unknown) => {
    const parsed = typeof value === 'string' ? parse(value) : { error: 'must be a string' };
    return 'error' in parsed ? parsed.error : undefined;
  };
  return ValidateBy({
    name: 'parses',
    validator: {
      validate: (value) => errorOf(value) === undefined,
      defaultMessage: (member) => errorOf(member?.value) ?? '',
    },
  });
};

/** Unlike class-validator's IsOptional, refuses null. */
const Optional = (): PropertyDecorator => ValidateIf((_, value) => value !== undefined);

const NON_EMPTY = { message: 'must be a non-empty string' };
const LIST = { message: 'must be a list' };
const EXPIRES = { message: 'must be a date such as 2027-01-31, or a time such as 2027-01-31T12:00:00Z' };

/** One entry of AUTH_API_KEYS_FILE. */
export class ApiKeyFileEntry implements ApiKeyEntry {
  @Matches(API_KEY_ID, { message: 'must be 1 to 64 of A-Z a-z 0-9 _ -' })
  readonly id!: string;

  @Matches(/^[0-9a-f]{64}$/i, { message: 'must be the SHA-256 of the secret, in 64 hexadecimal digits' })
  readonly sha256!: string;

  @IsArray(LIST)
  @IsIn(SCOPES, { each: true, message: `must be of: ${SCOPES.join(', ')}` })
  readonly scopes!: readonly string[];

  @Optional()
  @Parses(anyText)
  @IsNotEmpty(NON_EMPTY)
  readonly tenant?: string;

  @Optional()
  @Matches(/^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:\d\d))?$/, EXPIRES)
  @IsISO8601({ strict: true }, EXPIRES)
  readonly expires?: string;
}

/** One entry of ZAPI_INSTANCES_FILE. */
class InstanceFileEntry {
  @Parses(anyText)
  @IsNotEmpty(NON_EMPTY)
  readonly tenant!: string;

  @Parses(zApiSecret('ZAPI_INSTANCE_ID'))
  readonly instanceId!: string;

  @Parses(zApiSecret('ZAPI_INSTANCE_TOKEN'))
  readonly instanceToken!: string;

  @Optional()
  @Parses(zApiSecret('ZAPI_CLIENT_TOKEN'))
  readonly clientToken?: string;

  @Optional()
  @IsArray(LIST)
  @Matches(COMMUNITY_ID, { each: true, message: 'must contain only community ids, as strings' })
  readonly communities?: readonly string[];
}

/** The path of the file and its entries; the path is kept to read the file again. */
export interface ApiKeysConfig {
  readonly file: string;
  readonly entries: readonly ApiKeyEntry[];
}

/** Reads `{"keys": [...]}`. */
export const apiKeysFile: Parser<ApiKeysConfig> = (file) => {
  const parsed = listFile('keys', ApiKeyFileEntry)(file);
  if ('error' in parsed) return parsed;
  const [id] = idsWithTooManyKeys(parsed.value, Date.now());
  return id === undefined
    ? { value: { file, entries: parsed.value } }
    : { error: `names an invalid file: more than ${MAX_LIVE_KEYS} keys with the id ${id} are valid` };
};

/** Reads `{"instances": [...]}`. */
export const instancesFile: Parser<readonly InstanceFileEntry[]> = (path) => {
  const parsed = listFile('instances', InstanceFileEntry)(path);
  if ('error' in parsed) return parsed;
  const tenants = parsed.value.map(({ tenant }) => tenant);
  if (tenants.length === 0) return { error: 'names a file without instances' };
  if (new Set(tenants).size < tenants.length) return { error: 'names a file that repeats a tenant' };
  return parsed;
};

/** Reads a JSON file that holds one list of entries: `{"<member>": [...]}`. Refuses unknown fields in an entry. */
const listFile =
  <T extends object>(member: string, Entry: new () => T): Parser<readonly T[]> =>
  (path) => {
    const text = readText(path);
    if (text === undefined) return { error: 'names a file that cannot be read' };
    const list = parseList(text, member);
    if (list === undefined) {
      return { error: `names a file that is not JSON of the form {"${member}": [...]}` };
    }
    const known = Object.keys(new Entry());
    const entries = list.map((json) => Object.assign(new Entry(), json));
    const errors = entries.flatMap((entry, index) =>
      Object.keys(list[index] ?? {}).every((name) => known.includes(name))
        ? entryErrors(entry, `${member}[${index}].`)
        : [`${member}[${index}] has an unknown field`],
    );
    return errors.length > 0 ? { error: `names an invalid file: ${errors.join('; ')}` } : { value: entries };
  };

const readText = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
};

const parseList = (text: string, member: string): readonly object[] | undefined => {
  try {
    const list: unknown = JSON.parse(text)?.[member];
    return Array.isArray(list) && list.every((entry) => typeof entry === 'object' && entry !== null)
      ? list
      : undefined;
  } catch {
    return undefined;
  }
};

/** One error for each invalid member, as `<prefix><member> <error>`. Never contains a value. */
export const entryErrors = (entry: object, prefix: string): readonly string[] =>
  validateSync(entry, { validationError: { target: false, value: false } }).map(
    ({ property, constraints }: ValidationError) =>
      `${prefix}${property} ${Object.values(constraints ?? {})[0]}`,
  );
