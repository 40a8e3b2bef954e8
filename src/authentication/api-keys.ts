import { createHash, timingSafeEqual } from 'node:crypto';
import type { Caller } from '../community/caller.ts';
import { API_KEY_ID, type ApiKeyEntry, isLive } from './api-key-entry.ts';

/** The API keys of backends, as `<id>.<secret>`. Secrets are known by their SHA-256 alone. */
export class ApiKeys {
  #entries: readonly ApiKeyEntry[];

  constructor(entries: readonly ApiKeyEntry[]) {
    this.#entries = entries;
  }

  /** Takes the place of all keys, for every request from now on. */
  replace(entries: readonly ApiKeyEntry[]): void {
    this.#entries = entries;
  }

  /** Whose key it is; undefined when it is nobody's, or not valid any more. */
  find(key: string, nowMs: number = Date.now()): Caller | undefined {
    const [id = '', secret = ''] = split(key);
    const digest = sha256(secret);
    // Every entry is compared, so that the time tells neither an id nor how much of a secret was right.
    const matching = this.#entries.filter(
      (entry) =>
        timingSafeEqual(digest, Buffer.from(entry.sha256, 'hex')) && entry.id === id && isLive(entry, nowMs),
    );
    return matching[0] && callerOf(matching[0]);
  }
}

const split = (key: string): readonly string[] => {
  const dot = key.indexOf('.');
  return dot === -1 || !API_KEY_ID.test(key.slice(0, dot)) ? [] : [key.slice(0, dot), key.slice(dot + 1)];
};

const sha256 = (text: string): Buffer => createHash('sha256').update(text, 'utf8').digest();

const callerOf = ({ id, tenant, scopes }: ApiKeyEntry): Caller => ({
  id: `api-key ${id}`,
  tenant: tenant ?? undefined,
  scopes: new Set(scopes),
});
