import { IsArray, IsIn, IsISO8601, IsNotEmpty, Matches } from 'class-validator';
import { API_KEY_ID, type ApiKeyEntry, idsWithTooManyKeys, MAX_LIVE_KEYS } from '../auth/api-keys.ts';
import { SCOPES } from '../auth/caller.ts';
import { anyText, type Form } from './setting-forms.ts';
import { Is, listFile, Optional } from './settings-file.ts';

const EXPIRES = 'must be a date such as 2027-01-31, or a time such as 2027-01-31T12:00:00Z';

/** One entry of the file of API keys, as it is written. */
export class ApiKeyFileEntry implements ApiKeyEntry {
  @Matches(API_KEY_ID, { message: 'must be 1 to 64 of A-Z a-z 0-9 _ -' })
  readonly id!: string;

  @Matches(/^[0-9a-f]{64}$/i, { message: 'must be the SHA-256 of the secret, in 64 hexadecimal digits' })
  readonly sha256!: string;

  @IsArray({ message: 'must be a list' })
  @IsIn(SCOPES, { each: true, message: `must be of: ${SCOPES.join(', ')}` })
  readonly scopes!: readonly string[];

  @Optional()
  @Is(anyText)
  @IsNotEmpty({ message: 'must be a text' })
  readonly tenant?: string;

  @Optional()
  @Matches(/^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:\d\d))?$/, {
    message: EXPIRES,
  })
  @IsISO8601({ strict: true }, { message: EXPIRES })
  readonly expires?: string;
}

/** `{"keys": [...]}`. */
export const apiKeysFile: Form<readonly ApiKeyEntry[]> = (path) => {
  const checked = listFile('keys', ApiKeyFileEntry)(path);
  if ('fault' in checked) return checked;
  const [id] = idsWithTooManyKeys(checked.value, Date.now());
  return id === undefined
    ? checked
    : { fault: `names a file that is wrong: more than ${MAX_LIVE_KEYS} keys with the id ${id} are valid` };
};
