/** Made-up secrets in the shapes that Z-API's were seen in, and an environment that needs nothing more. */
export const INSTANCE_ID = '3D0123456789ABCDEF0123456789ABCD';
export const INSTANCE_TOKEN = 'A1B2C3D4E5F6A7B8C9D0E1F2';
export const CLIENT_TOKEN = 'F0123456789abcdef0123456789abcdefS';

export type Environment = Readonly<Record<string, string | undefined>>;

export const LIVE: Environment = {
  ZAPI_INSTANCE_ID: INSTANCE_ID,
  ZAPI_INSTANCE_TOKEN: INSTANCE_TOKEN,
  ZAPI_CLIENT_TOKEN: CLIENT_TOKEN,
};

/** Needs callers authenticated as well. */
export const PRODUCTION: Environment = {
  NODE_ENV: 'production',
  AUDIT_HASH_KEY: 'a-key-of-16-char',
};

/** Authenticates callers by tokens. */
export const TOKENS: Environment = {
  AUTH_JWKS_URL: 'https://issuer.example/jwks.json',
  AUTH_ISSUER: 'https://issuer.example/',
  AUTH_AUDIENCE: 'communities',
};
