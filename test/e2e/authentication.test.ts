import { createHmac } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { base64url, decodeJwt, exportSPKI, generateKeyPair, importJWK, type JWK, SignJWT } from 'jose';
import { ESCOLA } from '../../src/simulator/communities.ts';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { apiKeysFile, testApiKey } from '../support/api-keys.ts';
import { CANARY_ACCESS } from '../support/canaries.ts';
import { bearer, type Issuer, secondsFromNow, startIssuer } from '../support/issuer.ts';
import { closedAfterAll, closedAfterEach } from '../support/resources.ts';
import { startTestService, type TestAnswer, type TestService } from '../support/service.ts';

const READ = `{ community(id: "${ESCOLA.id}") { name } }`;
const UNLINK = `mutation { unlinkGroups(communityId: "${ESCOLA.id}", groupsPhones: ["120363041278650401-group"]) {
  __typename
  ... on UnlinkSuccess { community { id name } }
} }`;

const BACKEND = testApiKey();
const EXPIRED = testApiKey({ id: 'expired', expires: '2020-01-01' });
const READER = testApiKey({ id: 'reader', scopes: ['communities:read'] });
const UNLINKER = testApiKey({ id: 'unlinker', scopes: ['communities:unlink'] });
const POWERLESS = testApiKey({ id: 'powerless', scopes: [] });

const kept = closedAfterAll();
let issuer: Issuer;
let simulator: Simulator;
let service: TestService;
beforeAll(async () => {
  issuer = kept(await startIssuer());
  simulator = kept(await startSimulator({ credentials: CANARY_ACCESS }));
  const keys = kept(apiKeysFile(BACKEND, EXPIRED, READER, UNLINKER, POWERLESS));
  const environment = { ...issuer.environment, AUTH_API_KEYS_FILE: keys.path };
  service = kept(await startTestService({ zApiUrl: simulator.url, environment }));
});

const ask = (headers: Readonly<Record<string, string>>, query = READ): Promise<TestAnswer> =>
  service.graphql(query, {}, headers);

const expectRefused = (answer: TestAnswer, status: number, code: string) => {
  expect({ status: answer.status, body: answer.body }).toEqual({
    status,
    body: {
      errors: [
        {
          message: expect.stringMatching(/^\S.*\.$/),
          extensions: { code, requestId: answer.headers.get('x-request-id') },
        },
      ],
    },
  });
  expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
};

/** One request for nothing but an answer from Z-API: how many came through. */
const sentWhile = async (act: () => Promise<unknown>): Promise<number> => {
  const before = service.logs.filter(({ msg }) => msg === 'z-api exchange').length;
  await act();
  return service.logs.filter(({ msg }) => msg === 'z-api exchange').length - before;
};

describe('a good credential', () => {
  it('is a token with both scopes', async () => {
    const headers = bearer(await issuer.token());
    expect((await ask(headers)).body).toEqual({ data: { community: { name: ESCOLA.name } } });
    expect((await ask(headers, UNLINK)).body.data.unlinkGroups.__typename).toBe('UnlinkSuccess');
  });

  it.each<readonly [string, Readonly<Record<string, unknown>>]>([
    ['a text of scopes in `scp`', { scope: undefined, scp: 'openid communities:read' }],
    ['a list of scopes in `scp`', { scope: undefined, scp: ['openid', 'communities:read'] }],
    ['scopes in both claims', { scope: 'openid', scp: ['communities:read'] }],
    ['several audiences', { aud: ['other', 'communities'] }],
    ['no subject', { sub: undefined }],
  ])('is a token with %s', async (_, claims) => {
    expect((await ask(bearer(await issuer.token(claims)))).body).toEqual({
      data: { community: { name: ESCOLA.name } },
    });
  });

  it.each(['JWT', 'at+jwt', 'application/at+jwt', 'jwt'])('is a token of the type %s', async (typ) => {
    expect((await ask(bearer(await issuer.token({}, { header: { typ } })))).status).toBe(200);
  });

  it('is a token that expired within the tolerance for clocks', async () => {
    expect((await ask(bearer(await issuer.token({ exp: secondsFromNow(-2) })))).status).toBe(200);
  });

  it('is an API key', async () => {
    expect((await ask(BACKEND.headers)).body).toEqual({ data: { community: { name: ESCOLA.name } } });
  });
});

describe('a bad token', () => {
  const unsigned = (header: object, claims: object) =>
    [header, claims].map((part) => base64url.encode(JSON.stringify(part))).join('.');

  /** Signed by the good key, then changed. */
  const tampered = async (change: (parts: string[]) => void) => {
    const parts = (await issuer.token()).split('.');
    change(parts);
    return parts.join('.');
  };
  const publicPem = async () => {
    const { keys } = (await (await fetch(issuer.jwksUrl)).json()) as { keys: JWK[] };
    return exportSPKI((await importJWK(keys[0] as JWK, 'RS256', { extractable: true })) as never);
  };
  const foreign = async (header: Readonly<Record<string, unknown>> = {}) => {
    const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
    const jwk = await crypto.subtle.exportKey('jwk', publicKey as never);
    const claims = decodeJwt(await issuer.token());
    return new SignJWT(claims)
      .setProtectedHeader({
        alg: 'RS256',
        kid: 'key-1',
        ...(header.jwk === 'own' ? { jwk } : header),
      } as never)
      .sign(privateKey);
  };

  const BAD: readonly (readonly [kind: string, make: () => Promise<string>])[] = [
    ['expired', () => issuer.token({ exp: secondsFromNow(-3_600) })],
    ['not valid yet', () => issuer.token({ nbf: secondsFromNow(3_600) })],
    ['without an end', () => issuer.token({ exp: undefined })],
    ['of another issuer', () => issuer.token({ iss: 'https://evil.example/' })],
    ['for another audience', () => issuer.token({ aud: 'other' })],
    ['without an audience', () => issuer.token({ aud: undefined })],
    ['signed by another key', () => foreign()],
    ['that brings its own key', () => foreign({ jwk: 'own' })],
    ['that names a key server of its own', () => foreign({ jku: 'http://127.0.0.1:1/jwks.json' })],
    ['of an unknown key', () => issuer.token({}, { header: { kid: 'unknown' } })],
    [
      'with no signature, by its own word',
      async () => `${unsigned({ alg: 'none' }, decodeJwt(await issuer.token()))}.`,
    ],
    ['whose signature is gone', () => tampered((parts) => parts.splice(2, 1, ''))],
    [
      'whose signature is cut short',
      () => tampered((parts) => parts.splice(2, 1, parts[2]?.slice(0, -8) ?? '')),
    ],
    [
      'whose scopes were added to',
      () =>
        tampered((parts) => {
          const claims = JSON.parse(new TextDecoder().decode(base64url.decode(parts[1] ?? '')));
          parts[1] = base64url.encode(JSON.stringify({ ...claims, scope: 'communities:unlink admin' }));
        }),
    ],
    [
      'signed with the public key as a shared secret',
      async () => {
        const text = unsigned({ alg: 'HS256', kid: 'key-1' }, decodeJwt(await issuer.token()));
        return `${text}.${createHmac('sha256', await publicPem())
          .update(text)
          .digest('base64url')}`;
      },
    ],
    [
      'with a critical header nobody knows',
      () =>
        foreign({ crit: ['exp'], exp: 1 }).catch(() =>
          tampered((parts) => {
            parts[0] = base64url.encode(
              JSON.stringify({ alg: 'RS256', kid: 'key-1', crit: ['evil'], evil: 1 }),
            );
          }),
        ),
    ],
    ['for another purpose', () => issuer.token({}, { header: { typ: 'logout+jwt' } })],
    ['that is no token', async () => 'SQUEAMISH'],
    ['of five parts, as if encrypted', async () => `${await issuer.token()}.x.y`],
    ['of JSON that is none', async () => `${base64url.encode('{')}.${base64url.encode('{')}.x`],
  ];

  it.each(BAD)('is refused with 401, and nothing is sent: %s', async (_, make) => {
    const token = await make();
    const before = service.logs.length;
    const sent = await sentWhile(async () => {
      const answer = await ask(bearer(token), UNLINK);
      expectRefused(answer, 401, 'UNAUTHENTICATED');
      expect(answer.headers.get('www-authenticate')).toBe('Bearer');
    });
    expect(sent).toBe(0);
    const lines = service.logs.slice(before);
    expect(lines).toMatchObject([
      { msg: 'credential refused', reason: expect.stringMatching(/^[A-Z_]+( [a-z]+)?$/) },
    ]);
    expect(JSON.stringify(lines)).not.toContain(token.slice(-20));
  });

  it('comes in at least fifteen kinds', () => {
    expect(BAD.length).toBeGreaterThanOrEqual(15);
  });
});

describe('a bad API key', () => {
  it.each<readonly [string, Readonly<Record<string, string>>]>([
    ['of another secret', { 'x-api-key': 'backend.SQUEAMISH' }],
    ['of an unknown id', { 'x-api-key': 'SQUEAMISH.x' }],
    ['without a secret', { 'x-api-key': 'backend.' }],
    ['that is empty', { 'x-api-key': '' }],
    ['that has expired', EXPIRED.headers],
    ['sent as a token', { authorization: `Bearer ${BACKEND.headers['x-api-key']}` }],
  ])('is refused with 401, and nothing is sent: %s', async (_, headers) => {
    const sent = await sentWhile(async () =>
      expectRefused(await ask(headers, UNLINK), 401, 'UNAUTHENTICATED'),
    );
    expect(sent).toBe(0);
  });
});

describe('no credential', () => {
  it.each<readonly [string, Readonly<Record<string, string>>]>([
    ['at all', {}],
    ['but that of a gateway, where there is none', { 'router-authorization': 'SQUEAMISH' }],
    ['but a cookie', { cookie: 'session=SQUEAMISH' }],
    ['but a name and a password', { authorization: 'Basic c3F1ZWFtaXNo' }],
  ])('is refused with 401: %s', async (_, headers) => {
    expectRefused(await ask(headers), 401, 'UNAUTHENTICATED');
  });

  it.each([
    ['a document that is broken', '{"query":"{"}', 'application/json'],
    ['a body that is no JSON', '{', 'application/json'],
    ['a body that is too large', `{"query":"${'x'.repeat(40_000)}"}`, 'application/json'],
    ['a body of another type', '<query/>', 'application/xml'],
    ['the introspection of the schema', '{"query":"{ __schema { types { name } } }"}', 'application/json'],
  ])('is said before anything is looked at: %s', async (_, body, type) => {
    const answer = await service.request('/graphql', {
      method: 'POST',
      headers: { 'content-type': type },
      body,
    });
    expectRefused(answer, 401, 'UNAUTHENTICATED');
  });

  it('is needed for none of the health checks, and not to be told the method', async () => {
    expect((await service.request('/health/live')).status).toBe(200);
    expect((await service.request('/health/ready')).status).toBe(200);
    expect((await service.request('/graphql')).status).toBe(405);
  });
});

describe('two credentials', () => {
  it('are refused, good as they are', async () => {
    const headers = { ...bearer(await issuer.token()), ...BACKEND.headers };
    expectRefused(await ask(headers), 401, 'UNAUTHENTICATED');
  });
});

describe('a caller without the scope', () => {
  const forbidden = (path: readonly (string | number)[]) => ({
    message: 'The credential does not allow this.',
    locations: expect.anything(),
    path,
    extensions: { code: 'FORBIDDEN', requestId: expect.any(String) },
  });

  it.each([
    ['unlinkGroups', READER, UNLINK],
    ['unlinkGroups', POWERLESS, UNLINK],
    ['community', UNLINKER, READ],
    ['community', POWERLESS, READ],
    ['communities', UNLINKER, '{ communities { items { id } } }'],
    [
      'unlinkPreview',
      UNLINKER,
      `{ unlinkPreview(communityId: "${ESCOLA.id}", groupsPhones: ["120363041278650401-group"]) { __typename } }`,
    ],
  ])('is told so, and nothing is sent: %s', async (field, { headers }, query) => {
    const sent = await sentWhile(async () => {
      const { status, body } = await ask(headers, query);
      expect({ status, body }).toEqual({
        status: 200,
        body: { data: { [field]: null }, errors: [forbidden([field])] },
      });
    });
    expect(sent).toBe(0);
  });

  it('is refused the fields of a community that a result leads to', async () => {
    const query = UNLINK.replace('401-group', '402-group');
    const { body } = await ask(UNLINKER.headers, query);
    expect(body).toEqual({
      data: { unlinkGroups: { __typename: 'UnlinkSuccess', community: { id: ESCOLA.id, name: null } } },
      errors: [forbidden(['unlinkGroups', 'community', 'name'])],
    });
  });

  it('is refused also where the token has scopes of other services', async () => {
    const token = await issuer.token({ scope: 'communities communities:reader xcommunities:read' });
    expect((await ask(bearer(token))).body.errors[0].extensions.code).toBe('FORBIDDEN');
  });

  it('is no unexpected error in the log', async () => {
    const before = service.logs.length;
    await ask(POWERLESS.headers);
    const lines = service.logs.slice(before);
    expect(lines).toMatchObject([{ msg: 'operation', level: 'info', errors: ['FORBIDDEN'] }]);
  });
});

describe('a key server that cannot be reached', () => {
  const opened = closedAfterEach();

  it('is told of with 503 and not 401, until it can be', async () => {
    const own = opened(await startIssuer());
    own.play((request) => void request.socket.destroy());
    const other = opened(await startTestService({ zApiUrl: simulator.url, environment: own.environment }));
    const headers = bearer(await own.token());
    expectRefused(await other.graphql(READ, {}, headers), 503, 'AUTHENTICATION_UNAVAILABLE');
    expectRefused(await other.graphql(READ, {}), 401, 'UNAUTHENTICATED');
    own.play(undefined);
    expect((await other.graphql(READ, {}, headers)).status).toBe(200);
    own.play((request) => void request.socket.destroy());
    expect((await other.graphql(READ, {}, headers)).status).toBe(200);
    expectRefused(
      await other.graphql(READ, {}, bearer(await own.token({ aud: 'other' }))),
      401,
      'UNAUTHENTICATED',
    );
  });

  it.each(['RS512', 'PS256', 'ES256', 'ES384', 'EdDSA'])(
    'may have keys of the kind %s',
    async (algorithm) => {
      const own = opened(await startIssuer({ algorithm }));
      const other = opened(await startTestService({ zApiUrl: simulator.url, environment: own.environment }));
      expect((await other.graphql(READ, {}, bearer(await own.token()))).status).toBe(200);
    },
  );
});
