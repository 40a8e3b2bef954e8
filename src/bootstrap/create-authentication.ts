import { ApiKeys } from '../auth/api-keys.ts';
import { type Authenticate, authenticateBy } from '../auth/authenticate.ts';
import { createKeySet } from '../auth/jwks.ts';
import { verifyTokens } from '../auth/jwt.ts';
import { apiKeysFile } from '../config/api-keys-file.ts';
import type { AuthConfig, TokenConfig } from '../config/auth-config.ts';
import type { Log } from '../utils/log.ts';

/** How this process authenticates callers. */
export interface AuthenticationParts {
  readonly authenticate: Authenticate;
  /** Reads the file of API keys again; undefined where there is none. What is wrong with it is logged, and the keys stay. */
  readonly rereadApiKeys: ((log: Log) => void) | undefined;
}

export const openAuthentication = ({ tokens, apiKeys: config }: AuthConfig): AuthenticationParts => {
  const apiKeys = config && new ApiKeys(config.entries);
  return {
    authenticate: authenticateBy({ tokens: tokens && verifierOf(tokens), apiKeys }),
    rereadApiKeys: config && apiKeys && ((log) => reread(config.file, apiKeys, log)),
  };
};

const verifierOf = (config: TokenConfig) => verifyTokens(createKeySet(config.jwksUrl), config);

const reread = (file: string, apiKeys: ApiKeys, log: Log): void => {
  const checked = apiKeysFile(file);
  if ('fault' in checked) {
    log.error(`AUTH_API_KEYS_FILE ${checked.fault}: the keys read before stay`);
    return;
  }
  apiKeys.replace(checked.value);
  log.info({ keys: checked.value.length }, 'API keys read again');
};
