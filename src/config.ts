import { baseUrl, type Form, integer, oneOf, secret } from './setting-forms.ts';
import { SETTINGS, type SettingName } from './settings.ts';
import type { ReadBackWhen } from './unlink-groups/group-unlinker.ts';

/** Everything the environment says, checked and frozen. Times are in milliseconds. */
export interface Config {
  readonly host: string;
  readonly port: number;
  readonly production: boolean;
  readonly logLevel: LogLevel;
  readonly zApi: ZApiConfig;
  readonly attemptTimeoutMs: number;
  readonly deadlineMs: number;
  readonly readBack: ReadBackWhen;
}

export type ZApiConfig = { readonly mode: 'simulator' } | LiveZApiConfig;

export interface LiveZApiConfig {
  readonly mode: 'live';
  readonly baseUrl: string;
  readonly instanceId: string;
  readonly instanceToken: string;
  readonly clientToken: string | undefined;
}

export type LogLevel = (typeof LOG_LEVELS)[number];

const ENVIRONMENTS = ['development', 'test', 'production'] as const;
const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

/** Longer than any call should take, and well below the longest timer Node knows. */
const MAX_MS = 600_000;

/** One setting that is missing or wrong. Never holds the value. */
export interface SettingFault {
  readonly name: SettingName;
  readonly fault: string;
}

export class ConfigError extends Error {
  readonly faults: readonly SettingFault[];

  constructor(faults: readonly SettingFault[]) {
    super(faults.map(({ name, fault }) => `${name} ${fault}`).join('; '));
    this.name = 'ConfigError';
    this.faults = faults;
  }
}

/** The one reader of the environment. Throws ConfigError with all faults at once. */
export const readConfig = (environment: Readonly<Record<string, string | undefined>>): Config => {
  const faults: SettingFault[] = [];
  const refuse = (name: SettingName, fault: string) => faults.push({ name, fault });

  const read = <T>(name: SettingName, form: Form<T>): T | undefined => {
    const text = environment[name] || SETTINGS.find((setting) => setting.name === name)?.fallback;
    if (text === undefined) return undefined;
    const checked = text === text.trim() ? form(text) : { fault: 'begins or ends with white space' };
    if ('value' in checked) return checked.value;
    refuse(name, checked.fault);
    return undefined;
  };

  const production = read('NODE_ENV', oneOf(ENVIRONMENTS)) === 'production';
  const mode = read('ZAPI_MODE', oneOf(['live', 'simulator']));
  if (production && mode === 'simulator') refuse('ZAPI_MODE', 'must be live in production');

  const readLive = (): LiveZApiConfig => {
    const required = (name: SettingName): string => {
      const value = read(name, secret(name));
      if (value === undefined && !environment[name]) refuse(name, 'is missing');
      return value ?? '';
    };
    return {
      mode: 'live',
      baseUrl: read('ZAPI_BASE_URL', baseUrl({ production })) ?? '',
      instanceId: required('ZAPI_INSTANCE_ID'),
      instanceToken: required('ZAPI_INSTANCE_TOKEN'),
      clientToken: read('ZAPI_CLIENT_TOKEN', secret('ZAPI_CLIENT_TOKEN')),
    };
  };

  const attemptTimeoutMs = read('ZAPI_ATTEMPT_TIMEOUT_MS', integer(1, MAX_MS)) ?? 0;
  const deadlineMs = read('ZAPI_DEADLINE_MS', integer(1, MAX_MS)) ?? Number.POSITIVE_INFINITY;
  if (attemptTimeoutMs >= deadlineMs) {
    refuse('ZAPI_ATTEMPT_TIMEOUT_MS', 'must be less than ZAPI_DEADLINE_MS');
  }

  const config: Config = {
    host: read('HOST', (text) => ({ value: text })) ?? '',
    port: read('PORT', integer(0, 65_535)) ?? 0,
    production,
    logLevel: read('LOG_LEVEL', oneOf(LOG_LEVELS)) ?? 'info',
    zApi: Object.freeze(mode === 'simulator' && !production ? { mode } : readLive()),
    attemptTimeoutMs,
    deadlineMs,
    readBack: read('ZAPI_READ_BACK', oneOf(['on-failure', 'always'])) ?? 'on-failure',
  };
  if (faults.length > 0) throw new ConfigError(faults);
  return Object.freeze(config);
};
