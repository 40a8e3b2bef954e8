import { createHash, timingSafeEqual } from 'node:crypto';
import type { Caller } from './caller.ts';

/** What is known of an API key. The secret itself is nowhere but with the caller. */
export interface ApiKeyEntry {
  /** Names the caller: a second key of the same caller has the same id. */
  readonly id: string;
  /** Of the secret, in hexadecimal digits. */
  readonly sha256: string;
  readonly scopes: readonly string[];
  readonly tenant?: string;
  /** The moment from which the key is not accepted any more; a day begins at midnight, UTC. */
  readonly expires?: string;
}

/** Ids are sent before a dot, so they hold none. */
export const API_KEY_ID = /^[A-Za-z0-9_-]{1,64}$/;

/** The most keys of one caller that may be valid at once: the one in use, and the one that takes its place. */
export const MAX_LIVE_KEYS = 2;

/** Whether the key is accepted at a moment, in milliseconds since 1970. */
export const isLive = ({ expires }: ApiKeyEntry, nowMs: number): boolean =>
  expires === undefined || nowMs < Date.parse(expires);

/** The ids of which more keys are valid than a rotation needs. */
export const idsWithTooManyKeys = (entries: readonly ApiKeyEntry[], nowMs: number): readonly string[] => {
  const live = entries.filter((entry) => isLive(entry, nowMs)).map(({ id }) => id);
  return [...new Set(live)].filter((id) => live.filter((other) => other === id).length > MAX_LIVE_KEYS);
};

interface KnownKey {
  readonly entry: ApiKeyEntry;
  readonly digest: Buffer;
  readonly caller: Caller;
}

/** The API keys of backends, as `<id>.<secret>`. Secrets are known by their SHA-256 alone. */
export class ApiKeys {
  #keys: readonly KnownKey[] = [];

  constructor(entries: readonly ApiKeyEntry[]) {
    this.replace(entries);
  }

  /** Takes the place of all keys, for every request from now on. */
  replace(entries: readonly ApiKeyEntry[]): void {
    this.#keys = entries.map((entry) => ({
      entry,
      digest: Buffer.from(entry.sha256, 'hex'),
      caller: callerOf(entry),
    }));
  }

  /** Whose key it is; undefined when it is nobody's, or not valid any more. */
  find(key: string, nowMs: number = Date.now()): Caller | undefined {
    const [id = '', secret = ''] = split(key);
    const given = createHash('sha256').update(secret, 'utf8').digest();
    // Every key is compared, so that the time tells neither an id nor how much of a secret was right.
    const matching = this.#keys.filter(
      ({ entry, digest }) => timingSafeEqual(given, digest) && entry.id === id && isLive(entry, nowMs),
    );
    return matching[0]?.caller;
  }
}

const split = (key: string): readonly string[] => {
  const dot = key.indexOf('.');
  return dot === -1 || !API_KEY_ID.test(key.slice(0, dot)) ? [] : [key.slice(0, dot), key.slice(dot + 1)];
};

const callerOf = ({ id, tenant, scopes }: ApiKeyEntry): Caller => ({
  id: `api-key ${id}`,
  tenant,
  scopes: new Set(scopes),
});
