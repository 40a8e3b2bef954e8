import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, type GenerateKeyPairResult, generateKeyPair, type JWTPayload, SignJWT } from 'jose';

export const AUDIENCE = 'communities';

/** An issuer of tokens: a real key server, and keys to sign with. */
export interface Issuer {
  /** The settings that make a service accept its tokens. */
  readonly environment: Readonly<Record<string, string>>;
  readonly jwksUrl: string;
  /** How often the key set was asked for. */
  asked(): number;
  /** Takes another key into use; the ones before stay in the set unless they are dropped. */
  rotate(options?: { readonly dropOld?: boolean }): Promise<void>;
  /** What the key server does from now on, instead of answering with the key set. */
  play(player: KeyServerPlayer | undefined): void;
  /** A good token, but for what is said; a claim that is undefined is left out. */
  token(claims?: Claims, options?: TokenOptions): Promise<string>;
  close(): Promise<void>;
}

export type KeyServerPlayer = (request: http.IncomingMessage, response: http.ServerResponse) => void;

export type Claims = Readonly<Record<string, unknown>>;

export interface TokenOptions {
  /** The header, beside the algorithm. */
  readonly header?: Readonly<Record<string, unknown>>;
}

/** A moment as tokens write it: whole seconds since 1970. */
export const secondsFromNow = (seconds: number): number => Math.floor(Date.now() / 1_000) + seconds;

export const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

export const startIssuer = async ({ algorithm = 'RS256' } = {}): Promise<Issuer> => {
  let asked = 0;
  let player: KeyServerPlayer | undefined;
  let keys: readonly object[] = [];
  let current: { readonly kid: string; readonly privateKey: GenerateKeyPairResult['privateKey'] };

  const rotate: Issuer['rotate'] = async ({ dropOld = false } = {}) => {
    const { publicKey, privateKey } = await generateKeyPair(algorithm, { extractable: true });
    const kid = `key-${keys.length + 1}`;
    const jwk = { ...(await exportJWK(publicKey)), kid, alg: algorithm, use: 'sig' };
    keys = dropOld ? [jwk] : [...keys, jwk];
    current = { kid, privateKey };
  };
  await rotate();

  const server = http.createServer((request, response) => {
    asked += 1;
    if (player) return player(request, response);
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ keys }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const issuer = `${url}/`;
  const jwksUrl = `${url}/jwks.json`;

  return {
    environment: { AUTH_JWKS_URL: jwksUrl, AUTH_ISSUER: issuer, AUTH_AUDIENCE: AUDIENCE },
    jwksUrl,
    asked: () => asked,
    rotate,
    play: (next) => {
      player = next;
    },
    token: (claims = {}, { header = {} } = {}) => {
      const good = {
        iss: issuer,
        aud: AUDIENCE,
        sub: 'someone',
        scope: 'communities:read communities:unlink',
        exp: secondsFromNow(300),
      };
      const payload = Object.entries({ ...good, ...claims }).filter(([, claim]) => claim !== undefined);
      return new SignJWT(Object.fromEntries(payload) as JWTPayload)
        .setProtectedHeader({ alg: algorithm, kid: current.kid, ...header })
        .sign(current.privateKey);
    },
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
};
