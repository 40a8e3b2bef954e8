import type { Config } from '../config/config.ts';

/** Replaces what must not be logged in any value, on a copy. */
export type Redactor = (value: unknown) => unknown;

/** Chosen by callers or by this service, and needed whole to find a call again. */
const KEPT_KEYS = new Set(['requestId']);

const MAX_DEPTH = 6;

const URLS = /[a-z][a-z\d+.-]{0,30}:\/\/[^\s"'<>]+/gi;

/** JSON Web Tokens: each begins with the `{"` of its header in base64. */
const TOKENS = /\beyJ[\w-]+\.[\w-]+\.[\w-]*/g;

/** Group ids, phones, and community ids of the lengths seen. Short runs (times, ports, sizes) stay. */
const LONG_NUMBERS = /\d{8,}(?:-(?:group|\d{8,12}))?/g;

/** Without any of this, none of the three above is found; most texts of a log line have none. */
const SUSPICIOUS = /:\/\/|eyJ|\d{8}/;

/** A shorter secret guards nothing, and taking it out would leave no line readable. */
const isTelling = (secret: string): boolean => secret.length >= 6;

const isLong = (value: number | bigint): boolean => Math.abs(Number(value)) >= 1e7;

/**
 * The last line of defence of the logs: nothing should reach it that it has to remove. Takes out the given
 * secrets, plain or percent-encoded, every URL, every JSON Web Token, and every number long enough to be a phone or an id.
 */
export const createRedactor = (secrets: readonly string[]): Redactor => {
  const forms = [
    ...new Set(secrets.filter(isTelling).flatMap((secret) => [secret, encodeURIComponent(secret)])),
  ].sort((one, other) => other.length - one.length);

  const shortest = forms.at(-1)?.length ?? Number.POSITIVE_INFINITY;

  const withoutSecrets = (value: string): string =>
    value.length < shortest
      ? value
      : forms.reduce((redacted, form) => redacted.replaceAll(form, '[secret]'), value);

  const text = (value: string): string => {
    const redacted = withoutSecrets(value);
    if (!SUSPICIOUS.test(redacted)) return redacted;
    return redacted.replace(URLS, '[url]').replace(TOKENS, '[token]').replace(LONG_NUMBERS, '[number]');
  };

  const redact = (value: unknown, depth: number): unknown => {
    if (typeof value === 'string') return text(value);
    if (typeof value === 'number' || typeof value === 'bigint') return isLong(value) ? '[number]' : value;
    if (typeof value !== 'object' || value === null) return value;
    if (depth > MAX_DEPTH) return '[deep]';
    try {
      return redactObject(value, depth);
    } catch {
      // A getter that throws.
      return '[unreadable]';
    }
  };

  const redactObject = (value: object, depth: number): unknown => {
    if (Array.isArray(value)) return value.map((element) => redact(element, depth + 1));
    const entries = Object.entries(value instanceof Error ? fieldsOf(value) : value);
    return Object.fromEntries(
      entries.map(([key, field]) => [text(key), KEPT_KEYS.has(key) ? field : redact(field, depth + 1)]),
    );
  };

  return (value) => redact(value, 0);
};

const fieldsOf = (error: Error): Record<string, unknown> => ({
  type: error.name,
  message: error.message,
  stack: error.stack,
  ...('code' in error ? { code: error.code } : {}),
  ...(error.cause === undefined ? {} : { cause: error.cause }),
  ...(error instanceof AggregateError ? { errors: error.errors } : {}),
});

/** Every secret of the configuration, to redact. */
export const secretsOf = ({ zApi, routerSecrets, audit }: Config): readonly string[] => {
  const accesses = zApi.mode === 'live' ? zApi.tenants.map(({ access }) => access) : [];
  const ofInstances = accesses.flatMap(({ instanceId, instanceToken, clientToken }) => [
    instanceId,
    instanceToken,
    clientToken ?? '',
  ]);
  return [...ofInstances, ...routerSecrets, audit.hashKey ?? ''];
};
