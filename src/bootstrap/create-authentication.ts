import { ApiKeys } from '../auth/api-keys.ts';
import { type Authenticate, authenticateBy } from '../auth/authenticate.ts';
import { createKeySet } from '../auth/jwks.ts';
import { verifyTokens } from '../auth/jwt.ts';
import type { AuthConfig, TokenConfig } from '../config/config.ts';
import { apiKeysFile } from '../config/json-files.ts';
import type { Log } from '../utils/log.ts';

/** How this process authenticates callers. */
export interface AuthenticationParts {
  readonly authenticate: Authenticate;
  /** Reads the file of API keys again; undefined where there is none. What is wrong with it is logged, and the keys stay. */
  readonly rereadApiKeys: ((log: Log) => void) | undefined;
}

export const createAuthentication = ({ tokens, apiKeys: config }: AuthConfig): AuthenticationParts => {
  const apiKeys = config && new ApiKeys(config.entries);
  return {
    authenticate: authenticateBy({ tokens: tokens && verifierOf(tokens), apiKeys }),
    rereadApiKeys: config && apiKeys && ((log) => reread(config.file, apiKeys, log)),
  };
};

const verifierOf = (config: TokenConfig) => verifyTokens(createKeySet(config.jwksUrl), config);

const reread = (file: string, apiKeys: ApiKeys, log: Log): void => {
  const parsed = apiKeysFile(file);
  if ('error' in parsed) {
    log.error(`AUTH_API_KEYS_FILE ${parsed.error}: the current keys stay in use`);
    return;
  }
  const { entries } = parsed.value;
  apiKeys.replace(entries);
  log.info({ keys: entries.length }, 'API keys read again');
};
