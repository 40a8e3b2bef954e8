import { apiKeysFile, instancesFile } from './json-files.ts';
import {
  anyText,
  hostName,
  integer,
  listOf,
  oneOf,
  onOff,
  origin,
  type Parser,
  routerSecret,
  url,
  zApiSecret,
} from './parsers.ts';

/** One environment variable. */
export interface Setting<Name extends string = string> {
  readonly name: Name;
  readonly description: string;
  /** Where the value is found in Z-API's panel (source: Z-API's pages on authentication and security). */
  readonly hint?: string;
  /** Used when the setting is unset or empty. */
  readonly default?: string;
  readonly parse: Parser<unknown>;
}

const port = integer(0, 65_535);

/** Well below the longest timer of Node.js, 2^31 - 1 ms. */
const milliseconds = integer(1, 600_000);

const MAX_COUNT = 1_000_000;
const count = integer(0, MAX_COUNT);

const TABLE = [
  {
    name: 'HOST',
    description:
      'Address the service binds to. Must be a loopback address unless caller authentication is configured.',
    default: '127.0.0.1',
    parse: hostName,
  },
  {
    name: 'PORT',
    description: 'Port the service listens on. 0 selects a free port.',
    default: '4000',
    parse: port,
  },
  {
    name: 'NODE_ENV',
    description:
      'development, test or production. Production requires caller authentication, and rejects the simulator and plain http to Z-API.',
    default: 'development',
    parse: oneOf('development', 'test', 'production'),
  },
  {
    name: 'LOG_LEVEL',
    description: 'trace, debug, info, warn, error, fatal or silent.',
    default: 'info',
    parse: oneOf('trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'),
  },
  {
    name: 'METRICS_PORT',
    description: 'Port of the Prometheus metrics server. 0 selects a free port. When unset, metrics are off.',
    parse: port,
  },
  {
    name: 'METRICS_HOST',
    description:
      'Address the metrics server binds to. Default 127.0.0.1. The endpoint is unauthenticated. Requires METRICS_PORT.',
    parse: hostName,
  },
  {
    name: 'ZAPI_MODE',
    description: 'live, or simulator: an embedded Z-API that sends nothing and requires no account.',
    default: 'live',
    parse: oneOf('live', 'simulator'),
  },
  {
    name: 'ZAPI_BASE_URL',
    description: 'Base URL of Z-API. Must be https; outside production, http to a loopback host is allowed.',
    default: 'https://api.z-api.io',
    parse: url('https://api.z-api.io'),
  },
  {
    name: 'ZAPI_INSTANCE_ID',
    description: 'The id of your Z-API instance. Required in live mode. A secret.',
    hint: "Instances > your instance > Edit > 'Instance ID' (ID da instância)",
    parse: zApiSecret('ZAPI_INSTANCE_ID'),
  },
  {
    name: 'ZAPI_INSTANCE_TOKEN',
    description: 'The token of your Z-API instance. Required in live mode. A secret.',
    hint: "Instances > your instance > Edit > 'Instance token' (Token da instância)",
    parse: zApiSecret('ZAPI_INSTANCE_TOKEN'),
  },
  {
    name: 'ZAPI_CLIENT_TOKEN',
    description:
      "The account's security token, sent in the Client-Token header. Optional: Z-API enforces it only once activated. A secret.",
    hint: "Security (Segurança) > 'Account security token' (Token de segurança da conta)",
    parse: zApiSecret('ZAPI_CLIENT_TOKEN'),
  },
  {
    name: 'ZAPI_INSTANCES_FILE',
    description:
      'Path of a JSON file with one Z-API instance per tenant. Replaces ZAPI_INSTANCE_ID, ZAPI_INSTANCE_TOKEN and ZAPI_CLIENT_TOKEN. Requires caller authentication.',
    parse: instancesFile,
  },
  {
    name: 'ZAPI_ATTEMPT_TIMEOUT_MS',
    description:
      'Timeout of one call to Z-API in milliseconds, from connecting to the end of the response body. Must be less than ZAPI_DEADLINE_MS.',
    default: '12000',
    parse: milliseconds,
  },
  {
    name: 'ZAPI_DEADLINE_MS',
    description: 'Timeout of a whole GraphQL operation in milliseconds, including retries.',
    default: '20000',
    parse: milliseconds,
  },
  {
    name: 'ZAPI_READ_BACK',
    description:
      'When the community is read after an unlink to check its outcome: on-failure, or always, which costs one more call after each success.',
    default: 'on-failure',
    parse: oneOf('on-failure', 'always'),
  },
  {
    name: 'ZAPI_BREAKER_FAILURES',
    description:
      'Consecutive connection failures, timeouts and 5xx responses that open the circuit breaker of a Z-API instance. 0 disables it.',
    default: '10',
    parse: count,
  },
  {
    name: 'SHUTDOWN_GRACE_MS',
    description:
      'Time for requests in flight to finish on shutdown, in milliseconds. Should be more than ZAPI_DEADLINE_MS.',
    default: '25000',
    parse: milliseconds,
  },
  {
    name: 'AUTH_JWKS_URL',
    description:
      'URL of the key set that verifies JSON Web Tokens: https, or http to a loopback host. Requires AUTH_ISSUER and AUTH_AUDIENCE.',
    // Some issuers select the key set by a query.
    parse: url('https://issuer.example/jwks.json', { allowQuery: true }),
  },
  {
    name: 'AUTH_ISSUER',
    description: 'The exact `iss` claim that a token must have.',
    parse: anyText,
  },
  {
    name: 'AUTH_AUDIENCE',
    description: 'The `aud` claim that a token must have: the name of this API at the issuer.',
    parse: anyText,
  },
  {
    name: 'AUTH_TENANT_CLAIM',
    description:
      "The token claim that names the caller's tenant. Required when tokens are used with ZAPI_INSTANCES_FILE.",
    parse: anyText,
  },
  {
    name: 'AUTH_API_KEYS_FILE',
    description: 'Path of a JSON file with the API keys of backends. Read again on SIGHUP.',
    parse: apiKeysFile,
  },
  {
    name: 'ROUTER_SECRET',
    description:
      'The value of the router-authorization header with which a gateway may read _service and _entities. Accepts two values, separated by a comma, for rotation. A secret.',
    parse: listOf(routerSecret, 2),
  },
  {
    name: 'AUDIT_HASH_KEY',
    description:
      'Key of the hashes of community and group ids in the audit log. Required in production, with 16 characters or more. Otherwise a random key is created at each start. A secret.',
    parse: anyText,
  },
  {
    name: 'AUDIT_PLAIN_IDS',
    description: 'on or off. When on, the audit log contains community, group and caller ids in plain text.',
    default: 'off',
    parse: onOff,
  },
  {
    name: 'CALLER_MUTATIONS_PER_MINUTE',
    description: 'Mutations per minute and caller. 0 disables the limit.',
    default: '30',
    parse: count,
  },
  {
    name: 'INSTANCE_MUTATIONS_PER_MINUTE',
    description: 'Mutations sent to one Z-API instance per minute. 0 disables the limit.',
    default: '20',
    parse: count,
  },
  {
    name: 'CALLER_QUERIES_PER_MINUTE',
    description: 'Queries per minute and caller; each root field counts. 0 disables the limit.',
    default: '300',
    parse: count,
  },
  {
    name: 'INSTANCE_READS_PER_MINUTE',
    description: 'Reads for queries sent to one Z-API instance per minute. 0 disables the limit.',
    default: '120',
    parse: count,
  },
  {
    name: 'INSTANCE_CONCURRENT_UNLINKS',
    description: 'Unlinks that may run at the same time on one Z-API instance.',
    default: '4',
    parse: integer(1, MAX_COUNT),
  },
  {
    name: 'INSTANCE_QUEUE_LIMIT',
    description: 'Unlinks that may wait in the queue of one Z-API instance.',
    default: '16',
    parse: count,
  },
  {
    name: 'CORS_ORIGINS',
    description:
      'Origins of the web pages that may call the API, separated by commas: https, or http to a loopback host.',
    parse: listOf(origin),
  },
  {
    name: 'SANDBOX',
    description: 'on or off. Whether browsers get Apollo Sandbox. Default on, but off in production.',
    parse: onOff,
  },
  {
    name: 'INTROSPECTION',
    description: 'on or off. Whether introspection is enabled. Default on, but off in production.',
    parse: onOff,
  },
] as const satisfies readonly Setting[];

type Row = (typeof TABLE)[number];
type Parsed<P> = P extends Parser<infer T> ? T : never;

export type SettingName = Row['name'];

/** The parsed value of each setting; undefined is possible only where there is no default. */
export type SettingValues = {
  readonly [R in Row as R['name']]:
    | Parsed<R['parse']>
    | (R extends { readonly default: string } ? never : undefined);
};

/** Every setting of the service, in the order of the documentation. */
export const SETTINGS: readonly Setting<SettingName>[] = TABLE;

/** The contents of `.env.example`: every setting, commented out, with its default. */
export const envExample = (): string =>
  SETTINGS.map(({ name, description, default: value = '' }) => `# ${description}\n# ${name}=${value}\n`).join(
    '\n',
  );
