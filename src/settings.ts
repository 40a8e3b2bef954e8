/** Every setting the service reads: the one list behind start-up messages, `.env.example` and the README. */
export interface Setting {
  readonly name: SettingName;
  /** What it is, in one sentence. */
  readonly what: string;
  /** Where in Z-API's panel it is found, for what comes from there (doc: Z-API's pages on authentication and security). */
  readonly where?: string;
  /** Used when the setting is unset or empty. */
  readonly fallback?: string;
}

export type SettingName =
  | 'HOST'
  | 'PORT'
  | 'NODE_ENV'
  | 'LOG_LEVEL'
  | 'ZAPI_MODE'
  | 'ZAPI_BASE_URL'
  | 'ZAPI_INSTANCE_ID'
  | 'ZAPI_INSTANCE_TOKEN'
  | 'ZAPI_CLIENT_TOKEN'
  | 'ZAPI_ATTEMPT_TIMEOUT_MS'
  | 'ZAPI_DEADLINE_MS'
  | 'ZAPI_READ_BACK';

export const SETTINGS: readonly Setting[] = [
  {
    name: 'HOST',
    what: 'Address to listen on. Keep it on loopback, or behind something that authenticates.',
    fallback: '127.0.0.1',
  },
  { name: 'PORT', what: 'Port to listen on; 0 takes any free one.', fallback: '4000' },
  {
    name: 'NODE_ENV',
    what: 'development, test or production. Production shows no Sandbox and refuses the simulator and plain http.',
    fallback: 'development',
  },
  { name: 'LOG_LEVEL', what: 'trace, debug, info, warn, error, fatal or silent.', fallback: 'info' },
  {
    name: 'ZAPI_MODE',
    what: 'live, or simulator: an embedded Z-API that reaches nobody and needs no account.',
    fallback: 'live',
  },
  {
    name: 'ZAPI_BASE_URL',
    what: 'Where Z-API is: https, or http to a loopback host outside production.',
    fallback: 'https://api.z-api.io',
  },
  {
    name: 'ZAPI_INSTANCE_ID',
    what: 'The id of your Z-API instance. Required in live mode. A secret.',
    where: "Instances > your instance > Edit > 'Instance ID' (ID da instância)",
  },
  {
    name: 'ZAPI_INSTANCE_TOKEN',
    what: 'The token of your Z-API instance. Required in live mode. A secret.',
    where: "Instances > your instance > Edit > 'Instance token' (Token da instância)",
  },
  {
    name: 'ZAPI_CLIENT_TOKEN',
    what: "The account's security token, sent as the header Client-Token. Optional: Z-API enforces it only once activated. A secret.",
    where: "Security (Segurança) > 'Account security token' (Token de segurança da conta)",
  },
  {
    name: 'ZAPI_ATTEMPT_TIMEOUT_MS',
    what: 'Milliseconds that one call to Z-API may take: connect, headers and body. Less than ZAPI_DEADLINE_MS.',
    fallback: '12000',
  },
  {
    name: 'ZAPI_DEADLINE_MS',
    what: 'Milliseconds that a whole operation may take.',
    fallback: '20000',
  },
  {
    name: 'ZAPI_READ_BACK',
    what: "When the community is read back to see what came of an unlink: on-failure, or always, also after Z-API's success (one more call).",
    fallback: 'on-failure',
  },
];
