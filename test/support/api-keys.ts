import { createHash } from 'node:crypto';
import { SCOPES } from '../../src/auth/caller.ts';
import { CANARY_KEY_SECRET } from './canaries.ts';
import { type JsonFile, jsonFile } from './json-file.ts';

export interface TestApiKey {
  /** Its entry in the file of API keys. */
  readonly entry: Readonly<Record<string, unknown>>;
  /** The header that carries it. */
  readonly headers: Readonly<Record<string, string>>;
}

export interface ApiKeyParts {
  readonly id?: string;
  readonly secret?: string;
  readonly scopes?: readonly string[];
  readonly tenant?: string;
  readonly expires?: string;
}

/** An API key, by default one that may do everything and whose secret is a canary. */
export const testApiKey = ({
  id = 'backend',
  secret = CANARY_KEY_SECRET,
  scopes = SCOPES,
  ...rest
}: ApiKeyParts = {}): TestApiKey => ({
  entry: { id, sha256: createHash('sha256').update(secret).digest('hex'), scopes, ...rest },
  headers: { 'x-api-key': `${id}.${secret}` },
});

export const apiKeysFile = (...keys: readonly TestApiKey[]): JsonFile =>
  jsonFile({ keys: keys.map(({ entry }) => entry) });
