import { errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import type { Authentication } from './authenticate.ts';
import type { Caller } from './caller.ts';
import { KeysUnavailable } from './jwks.ts';

/** Whose tokens are accepted. */
export interface TokenRules {
  readonly issuer: string;
  readonly audience: string;
  /** The claim that names the caller's tenant. */
  readonly tenantClaim: string | undefined;
}

/** Asymmetric ones only: a key that verifies must not be able to sign. */
const ALGORITHMS = [
  ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
  ...['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'],
];

/** What tokens for callers say they are (RFC 9068), or nothing: those of other kinds are signed by the same key. */
const ACCESS_TOKEN = /^(?:application\/)?(?:at\+)?jwt$/i;

/** How far the issuer's clock may be off. */
const CLOCK_TOLERANCE_SECONDS = 5;

/** Says who a JSON Web Token is from. Never throws. */
export const verifyTokens =
  (keySet: JWTVerifyGetKey, { issuer, audience, tenantClaim }: TokenRules) =>
  async (token: string): Promise<Authentication> => {
    try {
      const { payload, protectedHeader } = await jwtVerify(token, keySet, {
        issuer,
        audience,
        algorithms: ALGORITHMS,
        requiredClaims: ['exp'],
        clockTolerance: CLOCK_TOLERANCE_SECONDS,
      });
      if (!ACCESS_TOKEN.test(protectedHeader.typ ?? 'JWT')) return { kind: 'refused', reason: 'TYPE' };
      return { kind: 'caller', caller: callerOf(payload, tenantClaim) };
    } catch (error) {
      return error instanceof KeysUnavailable
        ? { kind: 'unavailable' }
        : { kind: 'refused', reason: reasonOf(error) };
    }
  };

const callerOf = (payload: JWTPayload, tenantClaim: string | undefined): Caller => ({
  id: `token ${textOf(payload.sub) ?? textOf(payload.client_id) ?? textOf(payload.azp) ?? ''}`,
  tenant: tenantClaim === undefined ? undefined : claimOf(payload, tenantClaim),
  scopes: new Set([payload.scope, payload.scp].flatMap(scopesOf)),
});

const claimOf = (payload: JWTPayload, name: string): string | undefined =>
  Object.hasOwn(payload, name) ? textOf(payload[name]) : undefined;

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

/** Separated by spaces (RFC 8693), or a list. */
const scopesOf = (value: unknown): readonly string[] => {
  if (typeof value === 'string') return value.split(' ');
  return Array.isArray(value) ? value.filter((scope) => typeof scope === 'string') : [];
};

/** Why a token was refused, as a token of a closed form that is fit for logs: `ERR_JWT_EXPIRED exp`. */
const reasonOf = (error: unknown): string => {
  if (error instanceof errors.JWTClaimValidationFailed || error instanceof errors.JWTExpired) {
    return `${error.code} ${error.claim}`;
  }
  return error instanceof errors.JOSEError ? error.code : 'FAILED';
};
