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
  | 'METRICS_PORT'
  | 'METRICS_HOST'
  | 'ZAPI_MODE'
  | 'ZAPI_BASE_URL'
  | 'ZAPI_INSTANCE_ID'
  | 'ZAPI_INSTANCE_TOKEN'
  | 'ZAPI_CLIENT_TOKEN'
  | 'ZAPI_INSTANCES_FILE'
  | 'ZAPI_ATTEMPT_TIMEOUT_MS'
  | 'ZAPI_DEADLINE_MS'
  | 'ZAPI_READ_BACK'
  | 'ZAPI_BREAKER_FAILURES'
  | 'SHUTDOWN_GRACE_MS'
  | 'AUTH_JWKS_URL'
  | 'AUTH_ISSUER'
  | 'AUTH_AUDIENCE'
  | 'AUTH_TENANT_CLAIM'
  | 'AUTH_API_KEYS_FILE'
  | 'ROUTER_SECRET'
  | 'AUDIT_HASH_KEY'
  | 'AUDIT_PLAIN_IDS'
  | 'CALLER_MUTATIONS_PER_MINUTE'
  | 'INSTANCE_MUTATIONS_PER_MINUTE'
  | 'CALLER_QUERIES_PER_MINUTE'
  | 'INSTANCE_READS_PER_MINUTE'
  | 'INSTANCE_CONCURRENT_UNLINKS'
  | 'INSTANCE_QUEUE_LIMIT'
  | 'CORS_ORIGINS'
  | 'SANDBOX'
  | 'INTROSPECTION';

export const SETTINGS: readonly Setting[] = [
  {
    name: 'HOST',
    what: 'Address to listen on. Only a loopback address while no way to authenticate callers is set.',
    fallback: '127.0.0.1',
  },
  { name: 'PORT', what: 'Port to listen on; 0 takes any free one.', fallback: '4000' },
  {
    name: 'NODE_ENV',
    what: 'development, test or production. Production wants callers authenticated, and refuses the simulator and a Z-API over plain http.',
    fallback: 'development',
  },
  { name: 'LOG_LEVEL', what: 'trace, debug, info, warn, error, fatal or silent.', fallback: 'info' },
  {
    name: 'METRICS_PORT',
    what: 'Port to serve Prometheus metrics on; 0 takes any free one. Unless set, there are none.',
  },
  {
    name: 'METRICS_HOST',
    what: 'Address to serve metrics on; unless set, 127.0.0.1. Whoever reaches it may read them. Wants METRICS_PORT.',
  },
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
    name: 'ZAPI_INSTANCES_FILE',
    what: 'JSON file of several Z-API instances, one for each tenant; takes the place of the three settings before. Wants callers authenticated.',
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
  {
    name: 'ZAPI_BREAKER_FAILURES',
    what: 'Connection failures, time-outs and 5xx in a row after which nothing is sent to a Z-API instance for a while; 0 is never.',
    fallback: '10',
  },
  {
    name: 'SHUTDOWN_GRACE_MS',
    what: 'Milliseconds that a service told to stop may take to finish what is in flight. Should be more than ZAPI_DEADLINE_MS.',
    fallback: '25000',
  },
  {
    name: 'AUTH_JWKS_URL',
    what: 'Where the key set that verifies JSON Web Tokens is: https, or http to a loopback host. Wants AUTH_ISSUER and AUTH_AUDIENCE.',
  },
  { name: 'AUTH_ISSUER', what: 'The `iss` that a token must have, to the letter.' },
  { name: 'AUTH_AUDIENCE', what: 'The `aud` that a token must have: the name of this API at the issuer.' },
  {
    name: 'AUTH_TENANT_CLAIM',
    what: "The claim of a token that names the caller's tenant. Wanted with ZAPI_INSTANCES_FILE.",
  },
  {
    name: 'AUTH_API_KEYS_FILE',
    what: 'JSON file of the API keys of backends. Read again on SIGHUP.',
  },
  {
    name: 'ROUTER_SECRET',
    what: 'What a gateway sends as router-authorization to read _service and _entities; two, separated by a comma, while one replaces the other. A secret.',
  },
  {
    name: 'AUDIT_HASH_KEY',
    what: 'What keys the hashes of communities and groups in the audit. Required in production, with 16 characters or more; elsewhere one is made up at each start. A secret.',
  },
  {
    name: 'AUDIT_PLAIN_IDS',
    what: 'on or off: whether the audit shows communities, groups and callers as they are.',
    fallback: 'off',
  },
  {
    name: 'CALLER_MUTATIONS_PER_MINUTE',
    what: 'Mutations that one caller may ask for in a minute; 0 is no limit.',
    fallback: '30',
  },
  {
    name: 'INSTANCE_MUTATIONS_PER_MINUTE',
    what: 'Mutations that may be sent to one Z-API instance in a minute; 0 is no limit.',
    fallback: '20',
  },
  {
    name: 'CALLER_QUERIES_PER_MINUTE',
    what: 'Queries that one caller may ask for in a minute, each root field counted; 0 is no limit.',
    fallback: '300',
  },
  {
    name: 'INSTANCE_READS_PER_MINUTE',
    what: 'Reads for queries that may be sent to one Z-API instance in a minute; 0 is no limit.',
    fallback: '120',
  },
  {
    name: 'INSTANCE_CONCURRENT_UNLINKS',
    what: 'Unlinks that may be under way at once on one Z-API instance.',
    fallback: '4',
  },
  {
    name: 'INSTANCE_QUEUE_LIMIT',
    what: 'Unlinks that may wait for their turn on one Z-API instance.',
    fallback: '16',
  },
  {
    name: 'CORS_ORIGINS',
    what: 'Origins of the web pages that may call, separated by commas: https, or http to a loopback host.',
  },
  {
    name: 'SANDBOX',
    what: 'on or off: whether a browser is shown Apollo Sandbox. Unless set, on outside production and off in it.',
  },
  {
    name: 'INTROSPECTION',
    what: 'on or off: whether the schema may be asked for. Unless set, on outside production and off in it.',
  },
];
