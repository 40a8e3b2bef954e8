/** Secrets that no answer and no log line may ever hold, in any of these encodings. */
export const CANARY_ACCESS = {
  instanceId: 'CANARY1D0123456789ABCDEF01234567',
  instanceToken: 'CANARYT0KEN0123456789ABC',
  clientToken: 'FCANARYC11E47T0KEN0123456789ABCDS',
} as const;

/** With characters that percent-encoding and JSON write otherwise. */
export const CANARY_ROUTER_SECRET = 'CANARY/r0uter"secret\\0123456789';
export const CANARY_KEY_SECRET = 'CANARY+k3y/secret"0123456789=';
export const CANARY_AUDIT_KEY = 'CANARY"aud1t/key+0123456789abc';

export const CANARIES: readonly string[] = [
  ...Object.values(CANARY_ACCESS),
  CANARY_ROUTER_SECRET,
  CANARY_KEY_SECRET,
  CANARY_AUDIT_KEY,
];

type Encoding = readonly [name: string, encode: (secret: string) => readonly string[]];

/** Six ways to write a secret, each with a name. */
export const ENCODINGS: readonly Encoding[] = [
  ['as it is', (secret) => [secret]],
  ['percent-encoded', (secret) => [encodeURIComponent(secret)]],
  ['in base64', (secret) => within(secret, 'base64')],
  ['in base64url', (secret) => within(secret, 'base64url')],
  [
    'in hex',
    (secret) => [Buffer.from(secret).toString('hex'), Buffer.from(secret).toString('hex').toUpperCase()],
  ],
  ['escaped for JSON', (secret) => [JSON.stringify(secret).slice(1, -1), escapedWhole(secret)]],
];

/** What there is of a secret in base64 wherever it begins in what was encoded, and whatever stands around it. */
const within = (secret: string, encoding: 'base64' | 'base64url'): readonly string[] =>
  [0, 1, 2].map((before) => {
    const bytes = Buffer.from(' '.repeat(before) + secret);
    const whole = bytes.subarray(0, bytes.length - (bytes.length % 3));
    return whole.toString(encoding).slice(before === 0 ? 0 : before + 1);
  });

/** Every character as `\u0041`. */
const escapedWhole = (secret: string): string =>
  [...secret].map((letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');

const FORBIDDEN_ANYWHERE = [
  ...new Set(CANARIES.flatMap((secret) => ENCODINGS.flatMap(([, encode]) => encode(secret)))),
  '/instances/',
  '/token/',
];

/** What spans tell in place of a URL. */
const URL_TEMPLATE = '/instances/{instanceId}/token/{token}/';

/** Phones, group ids and community ids of the lengths in use. */
const IDENTIFIER = /\d{15,}|\d{8,15}-\d{8,12}|\d+-group/;

/** The keyed hash of an identifier, as the audit writes it: among its digits any may stand. */
const KEYED_HASH = /\b[0-9a-f]{64}\b/g;

/** What in a text must not be there: secrets anywhere, identifiers where `identifiers` says so. */
export const leaksIn = (text: string, where: { readonly identifiers: boolean }): readonly string[] => [
  ...FORBIDDEN_ANYWHERE.filter((forbidden) => text.replaceAll(URL_TEMPLATE, '').includes(forbidden)),
  ...(where.identifiers ? (text.replace(KEYED_HASH, '').match(IDENTIFIER) ?? []) : []),
];
