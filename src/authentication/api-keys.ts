import { createHash, timingSafeEqual } from 'node:crypto';
import type { Caller } from '../community/caller.ts';
import { API_KEY_ID, type ApiKeyEntry, isLive } from './api-key-entry.ts';

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
