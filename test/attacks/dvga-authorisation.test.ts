import { createHmac } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { base64url, exportJWK, exportSPKI, generateKeyPair, importJWK, type JWK, SignJWT } from 'jose';
import { en } from '../../src/i18n/en.ts';
import { CANARY_KEY_SECRET } from '../support/canaries.ts';
import { type FaultServer, startFaultServer } from '../support/fault-server.ts';
import { bearer, type Issuer, startIssuer } from '../support/issuer.ts';
import { closedAfterAll } from '../support/resources.ts';
import { type Attack, asking, expectHarmless, expectRefused, misfit } from './judging.ts';
import { PROFILES, startProduction, type Target, targetOf } from './profiles.ts';

const { introspection, limits, method, notFound, unauthenticated } = en.request;

const TYPENAME = { data: { __typename: 'Query' } };
const UNLINK = 'unlinkGroups(communityId: "55555", groupsPhones: ["1345353454354354-group"]) { __typename }';
const SCHEMA = '__schema { types { name } }';

/** An attack with these headers, and no credential beside them. */
const withHeaders = (headers: Readonly<Record<string, string>>): Attack => ({
  ...asking('query { __typename }'),
  headers,
  withoutCredential: true,
});

describe('a forged token, in production', () => {
  const kept = closedAfterAll();
  let issuer: Issuer;
  let target: Target;
  let listener: FaultServer;
  beforeAll(async () => {
    issuer = kept(await startIssuer());
    listener = kept(await startFaultServer(({ reset }) => reset()));
    target = await startProduction(kept, { ...issuer.environment, AUTH_API_KEYS_FILE: '' });
  });

  const part = (value: object): string => base64url.encode(JSON.stringify(value));
  const partsOf = async (): Promise<readonly [head: string, claims: string, signature: string]> => {
    const [head = '', claims = '', signature = ''] = (await issuer.token()).split('.');
    return [head, claims, signature];
  };
  const claims = async (): Promise<Record<string, unknown>> =>
    JSON.parse(new TextDecoder().decode(base64url.decode((await partsOf())[1])));
  const publicJwk = async (): Promise<JWK & { readonly n: string }> =>
    JSON.parse(await (await fetch(issuer.jwksUrl)).text()).keys[0];
  const byHmac = async (secret: string, head: object): Promise<string> => {
    const signed = `${part({ alg: 'HS256', typ: 'JWT', ...head })}.${part(await claims())}`;
    return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
  };
  const byOwnKey = async (headFor: (own: JWK) => object): Promise<string> => {
    const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true });
    const head = { alg: 'RS256', ...headFor(await exportJWK(publicKey)) };
    return new SignJWT(await claims()).setProtectedHeader(head).sign(privateKey);
  };

  const FORGERIES: readonly (readonly [name: string, forge: () => Promise<string>])[] = [
    ['is not signed', async () => `${part({ alg: 'none' })}.${(await partsOf())[1]}.`],
    ['has lost its signature', async () => `${(await partsOf()).slice(0, 2).join('.')}.`],
    [
      'says another identity under the same signature',
      async () => {
        const [head, , signature] = await partsOf();
        return `${head}.${part({ ...(await claims()), sub: 'admin', identity: 'admin' })}.${signature}`;
      },
    ],
    ['is signed with a weak secret', () => byHmac('secret', {})],
    ['is signed with no secret, by a key that is a file', () => byHmac('', { kid: '../../../../dev/null' })],
    [
      'is signed with the modulus of the public key',
      async () => byHmac((await publicJwk()).n, { kid: 'key-1' }),
    ],
    [
      'is signed with the text of the public key',
      async () => {
        const key = await importJWK(await publicJwk(), 'RS256', { extractable: true });
        if (key instanceof Uint8Array) throw new Error('no public key');
        return byHmac(await exportSPKI(key), { kid: 'key-1' });
      },
    ],
    ['is signed by another key of the same name', () => byOwnKey(() => ({ kid: 'key-1' }))],
    ['brings its own key', () => byOwnKey((jwk) => ({ jwk }))],
    [
      'says where its key is',
      () => byOwnKey(() => ({ jku: `${listener.url}/jwks.json`, x5u: listener.url })),
    ],
    ['has expired', () => issuer.token({ exp: 1_000_000_000 })],
    ['is for somebody else', () => issuer.token({ aud: 'somebody else' })],
    ['is no token', async () => 'FORGED_TOKEN'],
  ];

  it.each(FORGERIES)('lets nobody in when it %s', async (_, forge) => {
    const token = await forge();
    await expectRefused(target, { ...withHeaders(bearer(token)), payload: token }, unauthenticated);
    expect(listener.connections()).toBe(0);
  });

  it('is told from the token that it was made of', async () => {
    await expectHarmless(target, withHeaders(bearer(await issuer.token())), TYPENAME);
  });

  it('is no argument of any field', async () => {
    const attack = asking('query { me(token: "FORGED_TOKEN") { id username password } }');
    const headers = bearer(await issuer.token());
    await expectRefused(target, { ...attack, headers }, misfit('me'));
  });
});

describe('the way in, in production', () => {
  const target = targetOf(startProduction);

  it.each([
    ['a cookie', { cookie: 'env=graphiql:enable; x-api-key=backend; admin=true' }],
    ['a mode', { 'x-dvga-mode': 'Beginner', 'x-debug': 'true' }],
    ['an address', { 'x-forwarded-for': '127.0.0.1', 'x-real-ip': '127.0.0.1', forwarded: 'for=127.0.0.1' }],
    ['a user', { 'x-remote-user': 'admin', 'x-user-id': '1', from: 'admin' }],
    ['a method', { 'x-http-method-override': 'GET', 'x-original-method': 'OPTIONS' }],
    ['an origin', { origin: 'https://studio.apollographql.com' }],
    ['a gateway', { 'router-authorization': 'secret' }],
    ['a basic password', { authorization: `Basic ${btoa('admin:changeme')}` }],
    ['the key under another name', { authorization: `Bearer backend.${CANARY_KEY_SECRET}` }],
  ])('is opened to nobody by %s', async (_, headers) => {
    await expectRefused(target(), withHeaders(headers), unauthenticated);
  });

  it('is opened to nobody by a key in the URL', async () => {
    const key = encodeURIComponent(`backend.${CANARY_KEY_SECRET}`);
    const path = `/graphql?x-api-key=${key}&api_key=${key}&access_token=${key}`;
    await expectRefused(target(), { ...withHeaders({}), path }, unauthenticated);
  });

  it.each([['/graphiql'], ['/graphql'], ['/graphql?sandbox=on'], ['/']])(
    'leads a browser with a cookie to no interface: %s',
    async (path) => {
      const headers = { accept: 'text/html', cookie: 'env=graphiql:enable' };
      const reason = path.startsWith('/graphql') ? method : notFound;
      await expectRefused(target(), { method: 'GET', path, headers }, reason);
    },
  );

  it.each([
    ...['admin123', 'pass123', 'adminadmin', '123', 'password', 'changeme', 'password123'].map((guess) => [
      guess,
    ]),
    [''],
    [CANARY_KEY_SECRET.slice(0, -1)],
    [`${CANARY_KEY_SECRET}x`],
    [CANARY_KEY_SECRET.toLowerCase()],
  ])('is opened to nobody by a guess, nor tells whether the name was right: %j', async (guess) => {
    const ask = async (id: string) => {
      const [answer] = await expectRefused(
        target(),
        withHeaders({ 'x-api-key': `${id}.${guess}` }),
        unauthenticated,
      );
      const { code } = answer?.body.errors[0].extensions ?? {};
      return { status: answer?.status, code, challenge: answer?.headers.get('www-authenticate') };
    };
    const known = await ask('backend');
    expect(known).toEqual({ status: 401, code: 'UNAUTHENTICATED', challenge: expect.any(String) });
    expect(await ask('nobody')).toEqual(known);
  });

  it('is asked of each request: passwords cannot be guessed in one operation', async () => {
    const guesses = ['admin123', 'pass123', 'adminadmin', '123'].map(
      (guess, index) => `q${index}: systemDiagnostics(username: "admin", password: "${guess}", cmd: "ls")`,
    );
    await expectRefused(target(), asking(`query { ${guesses.join(' ')} }`), misfit('systemDiagnostics'));
    await expectRefused(
      target(),
      { ...asking(`query { ${guesses.join(' ')} }`), withoutCredential: true },
      unauthenticated,
    );
  });
});

describe('what is hidden, in production', () => {
  const target = targetOf(startProduction);
  const fields = [
    [SCHEMA, introspection],
    ['_service { sdl }', misfit('_service')],
  ] as const;

  it.each<readonly [string, (field: string) => string]>([
    ['under a name', (field) => `query getPastes { ${field} }`],
    ['under an alias', (field) => `{ community: ${field} }`],
    ['in a fragment', (field) => `{ ...F } fragment F on Query { ${field} }`],
    [
      'in fragments within fragments',
      (field) => `{ ...F } fragment F on Query { ... { ...G } } fragment G on Query { ${field} }`,
    ],
    ['left out by a directive', (field) => `{ __typename ... @include(if: false) { ${field} } }`],
    ['between comments and commas', (field) => `#{ a }\n,,{,#\n${field.replaceAll(' ', ',,\r\n')},}`],
    ['behind a mark of byte order', (field) => `\uFEFF{ ${field} }`],
    ['in an operation that is not run', (field) => `query a { __typename } query b { ${field} }`],
  ])('stays hidden %s', async (_, write) => {
    for (const [field, reason] of fields) await expectRefused(target(), asking(write(field)), reason);
    const [field, reason] = fields[0];
    await expectRefused(target(), asking(write(field), { operationName: 'a' }), reason);
  });
});

describe.each(PROFILES)('a list of what is refused, in %s', (_, start) => {
  const target = targetOf(start);

  it.each([
    ['a name', 'query getPastes { systemHealth }'],
    ['no name', 'query { systemHealth }'],
    ['an alias', '{ getPastes: systemHealth }'],
  ])('is not there to be got round by %s', async (_, query) => {
    const headers = { 'x-dvga-mode': 'Expert' };
    await expectRefused(target(), { ...asking(query), headers }, misfit('systemHealth'));
  });

  it.each([
    ['a name and aliases', `mutation getPastes { a: ${UNLINK} b: ${UNLINK} }`],
    ['a fragment', `mutation { ${UNLINK} ...F } fragment F on Mutation { b: ${UNLINK} }`],
    ['a fragment used twice', `mutation { ...F ... { ...F } } fragment F on Mutation { ${UNLINK} }`],
    ['fragments without a type', `mutation { ... { ${UNLINK} } ... { b: ${UNLINK} } }`],
    ['a directive', `mutation { ${UNLINK} b: ${UNLINK.replace(') {', ') @skip(if: true) {')} }`],
    ['another operation', `mutation a { ${UNLINK} } mutation b { ${UNLINK} c: ${UNLINK} }`],
  ])('lets no second unlink through by %s', async (_, query) => {
    await expectRefused(target(), asking(query, { operationName: 'a' }), limits.unlinks);
  });
});
