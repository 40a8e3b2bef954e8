import type { ApiKeyEntry } from '../auth/api-keys.ts';
import type { TokenRules } from '../auth/jwt.ts';
import { apiKeysFile } from './api-keys-file.ts';
import { anyText, url } from './setting-forms.ts';
import type { SettingReader } from './setting-reader.ts';

/** How callers may prove who they are; with neither way, everyone is let in. */
export interface AuthConfig {
  readonly tokens: TokenConfig | undefined;
  readonly apiKeys: ApiKeysConfig | undefined;
}

export interface TokenConfig extends TokenRules {
  readonly jwksUrl: string;
}

export interface ApiKeysConfig {
  readonly file: string;
  readonly entries: readonly ApiKeyEntry[];
}

export const readAuth = (settings: SettingReader): AuthConfig => ({
  tokens: readTokens(settings),
  apiKeys: readApiKeys(settings),
});

export const isOpen = ({ tokens, apiKeys }: AuthConfig): boolean =>
  tokens === undefined && apiKeys === undefined;

/** Some issuers tell their key sets apart by a query. */
const JWKS_URL = url('https://issuer.example/jwks.json', { mayHaveQuery: true });

const TOKEN_SETTINGS = ['AUTH_JWKS_URL', 'AUTH_ISSUER', 'AUTH_AUDIENCE', 'AUTH_TENANT_CLAIM'] as const;

const readTokens = (settings: SettingReader): TokenConfig | undefined => {
  if (!TOKEN_SETTINGS.some((name) => settings.isGiven(name))) return undefined;
  const why = ', and token authentication wants it';
  if (settings.isGiven('ZAPI_INSTANCES_FILE') && !settings.isGiven('AUTH_TENANT_CLAIM')) {
    settings.refuse('AUTH_TENANT_CLAIM', "is missing: without it no token's tenant is known");
  }
  return {
    jwksUrl: settings.require('AUTH_JWKS_URL', JWKS_URL, why) ?? '',
    issuer: settings.require('AUTH_ISSUER', anyText, why) ?? '',
    audience: settings.require('AUTH_AUDIENCE', anyText, why) ?? '',
    tenantClaim: settings.read('AUTH_TENANT_CLAIM', anyText),
  };
};

const readApiKeys = (settings: SettingReader): ApiKeysConfig | undefined =>
  settings.read('AUTH_API_KEYS_FILE', (file) => {
    const checked = apiKeysFile(file);
    return 'fault' in checked ? checked : { value: { file, entries: checked.value } };
  });
