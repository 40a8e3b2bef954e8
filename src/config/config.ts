import type { TokenRules } from '../auth/jwt.ts';
import { isLoopback } from '../utils/loopback.ts';
import type { ApiKeysConfig } from './json-files.ts';
import { SETTINGS, type SettingName, type SettingValues } from './settings.ts';

/** The validated, frozen configuration. Times are in milliseconds. */
export interface Config {
  readonly host: string;
  readonly port: number;
  readonly production: boolean;
  readonly logLevel: LogLevel;
  /** Undefined when metrics are off. */
  readonly metrics: { readonly host: string; readonly port: number } | undefined;
  readonly zApi: ZApiConfig;
  readonly attemptTimeoutMs: number;
  readonly deadlineMs: number;
  readonly shutdownGraceMs: number;
  readonly readBack: SettingValues['ZAPI_READ_BACK'];
  /** Consecutive failures that open an instance's circuit breaker; 0 disables it. */
  readonly breakerFailures: number;
  readonly auth: AuthConfig;
  readonly audit: AuditConfig;
  /** Empty when there is no gateway. */
  readonly routerSecrets: readonly string[];
  readonly limits: LimitsConfig;
  readonly corsOrigins: readonly string[];
  readonly sandbox: boolean;
  readonly introspection: boolean;
}

export type LogLevel = SettingValues['LOG_LEVEL'];

/** In simulator mode the tenants share one simulated instance, so their secrets are dropped. */
export type ZApiConfig =
  | { readonly mode: 'live'; readonly tenants: readonly TenantConfig[] }
  | { readonly mode: 'simulator'; readonly tenants: readonly Omit<TenantConfig, 'access'>[] };

/** One Z-API instance and the tenant it belongs to. */
export interface TenantConfig {
  /** Undefined when all callers share one instance. */
  readonly name: string | undefined;
  /** The communities that the tenant's callers may access; undefined for all. */
  readonly communities: readonly string[] | undefined;
  readonly access: {
    readonly baseUrl: string;
    readonly instanceId: string;
    readonly instanceToken: string;
    readonly clientToken?: string | undefined;
  };
}

/** How callers authenticate. With neither method, every caller is accepted. */
export interface AuthConfig {
  readonly tokens: TokenConfig | undefined;
  readonly apiKeys: ApiKeysConfig | undefined;
}

export interface TokenConfig extends TokenRules {
  readonly jwksUrl: string;
}

export interface AuditConfig {
  /** A secret. Undefined outside production when none is set. */
  readonly hashKey: string | undefined;
  readonly plainIds: boolean;
}

/** Rates per minute (0 disables one), and the concurrency and queue of unlinks. */
export interface LimitsConfig {
  readonly callerMutationsPerMinute: number;
  readonly instanceMutationsPerMinute: number;
  readonly callerQueriesPerMinute: number;
  readonly instanceReadsPerMinute: number;
  readonly instanceConcurrentUnlinks: number;
  readonly instanceQueueLimit: number;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** A setting that is missing or invalid. The error completes a sentence that begins with the name; it never contains the value. */
export interface SettingError {
  readonly name: SettingName;
  readonly error: string;
}

export class ConfigError extends Error {
  readonly errors: readonly SettingError[];

  constructor(errors: readonly SettingError[]) {
    super(errors.map(({ name, error }) => `${name} ${error}`).join('; '));
    this.name = 'ConfigError';
    this.errors = errors;
  }
}

/** Reads the environment and the files that it names. Throws one ConfigError with all errors. */
export const readConfig = (environment: Environment): Config => {
  const isSet = (name: SettingName) => Boolean(environment[name]);
  const { values, errors } = parseSettings(environment);
  const ignored = ignoredSettings(values, isSet);
  const relevant = [
    ...errors.filter(({ name }) => !ignored.includes(name)),
    ...crossSettingErrors(values, isSet),
  ];
  if (relevant.length > 0) throw new ConfigError(relevant);
  // Without errors, every setting that has a default has a value.
  return deepFreeze(createConfig(values as SettingValues));
};

export const isOpen = ({ tokens, apiKeys }: AuthConfig): boolean =>
  tokens === undefined && apiKeys === undefined;

type IsSet = (name: SettingName) => boolean;

const parseSettings = (environment: Environment) => {
  const values: Partial<Record<SettingName, unknown>> = {};
  const errors: SettingError[] = [];
  for (const { name, default: defaultText, parse } of SETTINGS) {
    const text = environment[name] || defaultText;
    if (text === undefined) continue;
    const parsed = text === text.trim() ? parse(text) : { error: 'begins or ends with white space' };
    if ('error' in parsed) errors.push({ name, error: parsed.error });
    else values[name] = parsed.value;
  }
  return { values: values as Partial<SettingValues>, errors };
};

const SINGLE_INSTANCE = ['ZAPI_INSTANCE_ID', 'ZAPI_INSTANCE_TOKEN', 'ZAPI_CLIENT_TOKEN'] as const;
const TOKENS = ['AUTH_JWKS_URL', 'AUTH_ISSUER', 'AUTH_AUDIENCE', 'AUTH_TENANT_CLAIM'] as const;

/** A shorter key could be found by brute force, and with it every phone number. */
const MIN_HASH_KEY_LENGTH = 16;

const isProduction = ({ NODE_ENV }: Partial<SettingValues>): boolean => NODE_ENV === 'production';

/** Production rejects the simulator, and then reports the errors of live mode as well. */
const usesSimulator = (values: Partial<SettingValues>): boolean =>
  values.ZAPI_MODE === 'simulator' && !isProduction(values);

/** Settings without effect, which may hold anything. */
const ignoredSettings = (values: Partial<SettingValues>, isSet: IsSet): readonly SettingName[] => {
  if (usesSimulator(values)) return ['ZAPI_BASE_URL', ...SINGLE_INSTANCE];
  return isSet('ZAPI_INSTANCES_FILE') ? SINGLE_INSTANCE : [];
};

/** The errors that depend on more than one setting. */
const crossSettingErrors = (values: Partial<SettingValues>, isSet: IsSet): readonly SettingError[] => {
  const errors: SettingError[] = [];
  const refuse = (name: SettingName, error: string) => errors.push({ name, error });
  const require = (names: readonly SettingName[], reason: string) => {
    for (const name of names) if (!isSet(name)) refuse(name, `is missing${reason}`);
  };
  const production = isProduction(values);

  if (isSet('METRICS_HOST') && !isSet('METRICS_PORT')) {
    refuse('METRICS_HOST', 'requires METRICS_PORT: without it metrics are off');
  }
  if ((values.ZAPI_ATTEMPT_TIMEOUT_MS ?? 0) >= (values.ZAPI_DEADLINE_MS ?? Number.POSITIVE_INFINITY)) {
    refuse('ZAPI_ATTEMPT_TIMEOUT_MS', 'must be less than ZAPI_DEADLINE_MS');
  }

  if (production && values.ZAPI_MODE === 'simulator') refuse('ZAPI_MODE', 'must be live in production');
  if (production && values.ZAPI_BASE_URL && new URL(values.ZAPI_BASE_URL).protocol !== 'https:') {
    refuse('ZAPI_BASE_URL', 'must begin with https:// in production');
  }
  if (!usesSimulator(values)) {
    const single = SINGLE_INSTANCE.filter(isSet);
    if (!isSet('ZAPI_INSTANCES_FILE')) require(['ZAPI_INSTANCE_ID', 'ZAPI_INSTANCE_TOKEN'], '');
    else if (single.length > 0) {
      refuse('ZAPI_INSTANCES_FILE', `replaces ${single.join(', ')}: set one or the other`);
    }
  }

  const usesTokens = TOKENS.some(isSet);
  if (usesTokens) {
    require(['AUTH_JWKS_URL', 'AUTH_ISSUER', 'AUTH_AUDIENCE'], '; token authentication requires it');
    if (isSet('ZAPI_INSTANCES_FILE')) {
      require(['AUTH_TENANT_CLAIM'], '; without it the tenant of a token is unknown');
    }
  }
  if (!usesTokens && !isSet('AUTH_API_KEYS_FILE')) {
    const remedy = 'set AUTH_JWKS_URL or AUTH_API_KEYS_FILE to authenticate callers';
    if (production) refuse('NODE_ENV', `is production, where anyone could call: ${remedy}`);
    else if (values.HOST !== undefined && !isLoopback(values.HOST)) {
      refuse('HOST', `is not loopback, so anyone could call: ${remedy}`);
    }
    if (isSet('ZAPI_INSTANCES_FILE')) {
      refuse('ZAPI_INSTANCES_FILE', `requires callers with a tenant: ${remedy}`);
    }
  }

  if (production) {
    require(['AUDIT_HASH_KEY'], '; production requires it');
    if (values.AUDIT_HASH_KEY && values.AUDIT_HASH_KEY.length < MIN_HASH_KEY_LENGTH) {
      refuse('AUDIT_HASH_KEY', `must have at least ${MIN_HASH_KEY_LENGTH} characters in production`);
    }
  }
  return errors;
};

const createConfig = (values: SettingValues): Config => {
  const production = isProduction(values);
  const metricsPort = values.METRICS_PORT;
  return {
    host: values.HOST,
    port: values.PORT,
    production,
    logLevel: values.LOG_LEVEL,
    metrics:
      metricsPort === undefined ? undefined : { host: values.METRICS_HOST ?? '127.0.0.1', port: metricsPort },
    zApi: createZApi(values),
    attemptTimeoutMs: values.ZAPI_ATTEMPT_TIMEOUT_MS,
    deadlineMs: values.ZAPI_DEADLINE_MS,
    shutdownGraceMs: values.SHUTDOWN_GRACE_MS,
    readBack: values.ZAPI_READ_BACK,
    breakerFailures: values.ZAPI_BREAKER_FAILURES,
    auth: { tokens: createTokens(values), apiKeys: values.AUTH_API_KEYS_FILE },
    audit: { hashKey: values.AUDIT_HASH_KEY, plainIds: values.AUDIT_PLAIN_IDS },
    routerSecrets: values.ROUTER_SECRET ?? [],
    limits: {
      callerMutationsPerMinute: values.CALLER_MUTATIONS_PER_MINUTE,
      instanceMutationsPerMinute: values.INSTANCE_MUTATIONS_PER_MINUTE,
      callerQueriesPerMinute: values.CALLER_QUERIES_PER_MINUTE,
      instanceReadsPerMinute: values.INSTANCE_READS_PER_MINUTE,
      instanceConcurrentUnlinks: values.INSTANCE_CONCURRENT_UNLINKS,
      instanceQueueLimit: values.INSTANCE_QUEUE_LIMIT,
    },
    corsOrigins: values.CORS_ORIGINS ?? [],
    sandbox: values.SANDBOX ?? !production,
    introspection: values.INTROSPECTION ?? !production,
  };
};

const EVERYONE = { name: undefined, communities: undefined };

const createZApi = (values: SettingValues): ZApiConfig => {
  const { ZAPI_MODE: mode, ZAPI_BASE_URL: baseUrl, ZAPI_INSTANCES_FILE: entries } = values;
  if (mode === 'simulator') {
    return {
      mode,
      tenants: entries?.map(({ tenant, communities }) => ({ name: tenant, communities })) ?? [EVERYONE],
    };
  }
  if (entries) {
    const tenants = entries.map(({ tenant, communities, instanceId, instanceToken, clientToken }) => ({
      name: tenant,
      communities,
      access: { baseUrl, instanceId, instanceToken, clientToken },
    }));
    return { mode, tenants };
  }
  const {
    ZAPI_INSTANCE_ID: instanceId = '',
    ZAPI_INSTANCE_TOKEN: instanceToken = '',
    ZAPI_CLIENT_TOKEN: clientToken,
  } = values;
  return { mode, tenants: [{ ...EVERYONE, access: { baseUrl, instanceId, instanceToken, clientToken } }] };
};

const createTokens = (values: SettingValues): TokenConfig | undefined => {
  const { AUTH_JWKS_URL: jwksUrl, AUTH_ISSUER: issuer, AUTH_AUDIENCE: audience } = values;
  return jwksUrl !== undefined && issuer !== undefined && audience !== undefined
    ? { jwksUrl, issuer, audience, tenantClaim: values.AUTH_TENANT_CLAIM }
    : undefined;
};

const deepFreeze = <T>(value: T): T => {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
};
