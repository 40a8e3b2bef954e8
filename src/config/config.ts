import type { InstanceLimits } from '../api/context/tenant.ts';
import type { ReadBackWhen } from '../api/membership/service.ts';
import { isLoopback } from '../utils/loopback.ts';
import { type AuditConfig, readAudit } from './audit-config.ts';
import { type AuthConfig, isOpen, readAuth } from './auth-config.ts';
import { hostName, integer, listOf, oneOf, origin, routerSecret } from './setting-forms.ts';
import { type Environment, type SettingFault, SettingReader } from './setting-reader.ts';
import type { SettingName } from './settings.ts';
import { readZApi, type ZApiConfig } from './z-api-config.ts';

/** Everything the environment says, checked and frozen. Times are in milliseconds. */
export interface Config {
  readonly host: string;
  readonly port: number;
  readonly production: boolean;
  readonly logLevel: LogLevel;
  /** Where metrics are served; undefined for nowhere. */
  readonly metrics: { readonly host: string; readonly port: number } | undefined;
  readonly zApi: ZApiConfig;
  readonly attemptTimeoutMs: number;
  readonly deadlineMs: number;
  readonly shutdownGraceMs: number;
  readonly readBack: ReadBackWhen;
  /** Failures in a row that open an instance's circuit breaker; 0 never does. */
  readonly breakerFailures: number;
  readonly auth: AuthConfig;
  readonly audit: AuditConfig;
  /** What gateways prove themselves with; none where there is no gateway. */
  readonly routerSecrets: readonly string[];
  readonly limits: InstanceLimits;
  readonly corsOrigins: readonly string[];
  readonly sandbox: boolean;
  readonly introspection: boolean;
}

export type LogLevel = (typeof LOG_LEVELS)[number];

const ENVIRONMENTS = ['development', 'test', 'production'] as const;
const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

const MAX_PORT = 65_535;

/** Longer than any call should take, and well below the longest timer Node knows. */
const MAX_MS = 600_000;

/** More than any WhatsApp number should be asked for. */
const MAX_COUNT = 1_000_000;

/** While one secret of a gateway takes the place of another, both are accepted. */
const MAX_ROUTER_SECRETS = 2;

export class ConfigError extends Error {
  readonly faults: readonly SettingFault[];

  constructor(faults: readonly SettingFault[]) {
    super(faults.map(({ name, fault }) => `${name} ${fault}`).join('; '));
    this.name = 'ConfigError';
    this.faults = faults;
  }
}

/** The one reader of the environment, and of the files it names. Throws ConfigError with all faults at once. */
export const readConfig = (environment: Environment): Config => {
  const settings = new SettingReader(environment);
  const production = settings.read('NODE_ENV', oneOf(ENVIRONMENTS)) === 'production';
  const isOn = (name: SettingName) =>
    settings.isGiven(name) ? settings.read(name, oneOf(['on', 'off'])) === 'on' : !production;
  const config: Config = {
    host: settings.read('HOST', hostName) ?? '',
    port: settings.read('PORT', integer(0, MAX_PORT)) ?? 0,
    production,
    logLevel: settings.read('LOG_LEVEL', oneOf(LOG_LEVELS)) ?? 'info',
    metrics: readMetrics(settings),
    zApi: readZApi(settings, { production }),
    attemptTimeoutMs: settings.read('ZAPI_ATTEMPT_TIMEOUT_MS', integer(1, MAX_MS)) ?? 0,
    deadlineMs: settings.read('ZAPI_DEADLINE_MS', integer(1, MAX_MS)) ?? Number.POSITIVE_INFINITY,
    shutdownGraceMs: settings.read('SHUTDOWN_GRACE_MS', integer(1, MAX_MS)) ?? 0,
    readBack: settings.read('ZAPI_READ_BACK', oneOf(['on-failure', 'always'])) ?? 'on-failure',
    breakerFailures: settings.read('ZAPI_BREAKER_FAILURES', integer(0, MAX_COUNT)) ?? 0,
    auth: readAuth(settings),
    audit: readAudit(settings, { production }),
    routerSecrets: settings.read('ROUTER_SECRET', listOf(routerSecret, MAX_ROUTER_SECRETS)) ?? [],
    limits: readLimits(settings),
    corsOrigins: settings.read('CORS_ORIGINS', listOf(origin)) ?? [],
    sandbox: isOn('SANDBOX'),
    introspection: isOn('INTROSPECTION'),
  };
  if (config.attemptTimeoutMs >= config.deadlineMs) {
    settings.refuse('ZAPI_ATTEMPT_TIMEOUT_MS', 'must be less than ZAPI_DEADLINE_MS');
  }
  refuseOpenDoors(config, settings);
  if (settings.faults.length > 0) throw new ConfigError(settings.faults);
  return deepFreeze(config);
};

/** Closed by default: without a way to authenticate, whoever reaches the address may do everything. */
const refuseOpenDoors = ({ auth, host, production }: Config, settings: SettingReader): void => {
  if (!isOpen(auth) || settings.isGiven('AUTH_API_KEYS_FILE')) return;
  const ways = 'set AUTH_JWKS_URL or AUTH_API_KEYS_FILE to authenticate callers';
  if (production) settings.refuse('NODE_ENV', `is production, where anyone could call: ${ways}`);
  else if (host !== '' && !isLoopback(host))
    settings.refuse('HOST', `is not loopback, so anyone could call: ${ways}`);
  if (settings.isGiven('ZAPI_INSTANCES_FILE')) {
    settings.refuse('ZAPI_INSTANCES_FILE', `wants callers with a tenant: ${ways}`);
  }
};

const readMetrics = (settings: SettingReader): Config['metrics'] => {
  const port = settings.read('METRICS_PORT', integer(0, MAX_PORT));
  const host = settings.read('METRICS_HOST', hostName) ?? '127.0.0.1';
  if (settings.isGiven('METRICS_HOST') && !settings.isGiven('METRICS_PORT')) {
    settings.refuse('METRICS_HOST', 'wants METRICS_PORT: without it no metrics are served');
  }
  return port === undefined ? undefined : { host, port };
};

const readLimits = (settings: SettingReader): InstanceLimits => {
  const count = (name: SettingName, least = 0) => settings.read(name, integer(least, MAX_COUNT)) ?? 0;
  return {
    callerMutationsPerMinute: count('CALLER_MUTATIONS_PER_MINUTE'),
    instanceMutationsPerMinute: count('INSTANCE_MUTATIONS_PER_MINUTE'),
    callerQueriesPerMinute: count('CALLER_QUERIES_PER_MINUTE'),
    instanceReadsPerMinute: count('INSTANCE_READS_PER_MINUTE'),
    instanceConcurrentUnlinks: count('INSTANCE_CONCURRENT_UNLINKS', 1),
    instanceQueueLimit: count('INSTANCE_QUEUE_LIMIT'),
  };
};

const deepFreeze = <T>(value: T): T => {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
};
