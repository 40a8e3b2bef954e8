import { IsArray, IsIn, IsISO8601, IsNotEmpty, IsString, Matches, ValidateIf } from 'class-validator';
import { SCOPES } from '../community/caller.ts';

/** The most keys of one caller that may be valid at once: the one in use, and the one that takes its place. */
export const MAX_LIVE_KEYS = 2;

/** Ids are sent before a dot, so they hold none. */
export const API_KEY_ID = /^[A-Za-z0-9_-]{1,64}$/;

const EXPIRES = 'must be a date such as 2027-01-31, or a time such as 2027-01-31T12:00:00Z';

/** A member may be left out; null is no way to leave it out. */
const isGiven = (_: object, value: unknown): boolean => value !== undefined;

/** One entry of the file of API keys. The secret itself is nowhere but with the caller. */
export class ApiKeyEntry {
  /** Names the caller: a second key of the same caller has the same id. */
  @Matches(API_KEY_ID, { message: 'must be 1 to 64 of A-Z a-z 0-9 _ -' })
  readonly id!: string;

  @Matches(/^[0-9a-f]{64}$/i, { message: 'must be the SHA-256 of the secret, in 64 hexadecimal digits' })
  readonly sha256!: string;

  @IsArray({ message: 'must be a list' })
  @IsIn(SCOPES, { each: true, message: `must be of: ${SCOPES.join(', ')}` })
  readonly scopes!: readonly string[];

  @ValidateIf(isGiven)
  @IsString({ message: 'must be a text' })
  @IsNotEmpty({ message: 'must be a text' })
  readonly tenant?: string;

  /** The moment from which the key is not accepted any more; a day begins at midnight, UTC. */
  @ValidateIf(isGiven)
  @Matches(/^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:\d\d))?$/, {
    message: EXPIRES,
  })
  @IsISO8601({ strict: true }, { message: EXPIRES })
  readonly expires?: string;
}

/** Whether the key is accepted at a moment, in milliseconds since 1970. */
export const isLive = ({ expires }: ApiKeyEntry, nowMs: number): boolean =>
  expires === undefined || nowMs < Date.parse(expires);

/** The ids of which more keys are valid than a rotation needs. */
export const idsWithTooManyKeys = (entries: readonly ApiKeyEntry[], nowMs: number): readonly string[] => {
  const live = entries.filter((entry) => isLive(entry, nowMs)).map(({ id }) => id);
  return [...new Set(live)].filter((id) => live.filter((other) => other === id).length > MAX_LIVE_KEYS);
};
