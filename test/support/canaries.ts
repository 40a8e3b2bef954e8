/** Secrets that no answer and no log line may ever hold, in any of these encodings. */
export const CANARY_ACCESS = {
  instanceId: 'CANARY1D0123456789ABCDEF01234567',
  instanceToken: 'CANARYT0KEN0123456789ABC',
  clientToken: 'FCANARYC11E47T0KEN0123456789ABCDS',
} as const;

const encodings = (secret: string): readonly string[] => [
  secret,
  encodeURIComponent(secret),
  Buffer.from(secret).toString('base64').replace(/=+$/, ''),
  Buffer.from(secret).toString('base64url'),
  Buffer.from(secret).toString('hex'),
];

const FORBIDDEN_ANYWHERE = [...Object.values(CANARY_ACCESS).flatMap(encodings), '/instances/', '/token/'];

/** Phones, group ids and community ids of the lengths in use. */
const IDENTIFIER = /\d{15,}|\d{8,15}-\d{8,12}|\d+-group/;

/** What in a text must not be there: secrets anywhere, identifiers where `identifiers` says so. */
export const leaksIn = (text: string, where: { readonly identifiers: boolean }): readonly string[] => [
  ...FORBIDDEN_ANYWHERE.filter((forbidden) => text.includes(forbidden)),
  ...(where.identifiers ? (text.match(IDENTIFIER) ?? []) : []),
];
