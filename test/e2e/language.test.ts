import { once } from 'node:events';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { CATALOGUES, type Language } from '../../src/i18n/catalogues.ts';
import type { Messages } from '../../src/i18n/en.ts';
import { ZApiDatasource } from '../../src/z-api/z-api.datasource.ts';
import { apiKeysFile, testApiKey } from '../support/api-keys.ts';
import { communityWith, type Player, startCommunityServer } from '../support/community-server.ts';
import { fastClock } from '../support/fast-clock.ts';
import { bearer, type Issuer, startIssuer } from '../support/issuer.ts';
import { connectTo, statusesIn } from '../support/raw-http.ts';
import { closedAfterAll } from '../support/resources.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { startBrokenService } from './broken-service.ts';

type Sent = Readonly<Record<string, string>>;

/** What of an answer has to do with language. */
interface Said {
  readonly status: number;
  readonly headers: { get(name: string): string | null | undefined };
  readonly body: unknown;
}

/** Z-API's answers to the unlink of one community each. */
const UNLINKS = {
  refused: ({ answer }) => answer(200, { success: false }),
  unread: ({ answer }) => answer(200, { success: false }),
  partial: ({ answer, carryOut, groupsPhones }) => {
    carryOut(groupsPhones.slice(0, 1));
    answer(200, { success: false });
  },
  unknown: ({ answer }) => answer(502),
  disconnected: ({ answer }) => answer(400, { error: 'You are not connected.' }),
  expired: ({ answer }) => answer(400, { error: 'you must subscribe to this instance again' }),
  limited: ({ answer }) => answer(429),
  misconfigured: ({ answer }) => answer(401),
  protocol: ({ answer }) => answer(405),
} satisfies Readonly<Record<string, Player>>;

/** Z-API's answers to the reading of one community each; of others, what there is. */
const READS: Readonly<Record<string, Player>> = {
  unread: ({ answer }) => answer(500),
  limited: ({ answer }) => answer(429),
  misconfigured: ({ answer }) => answer(401),
  protocol: ({ answer }) => answer(405),
};

type Name = keyof typeof UNLINKS;
const NAMES = Object.keys(UNLINKS) as readonly Name[];
const COMMUNITIES = NAMES.map((_, index) => communityWith(index + 1, 3));
const communityOf = (name: Name) => COMMUNITIES[NAMES.indexOf(name)] ?? communityWith(0, 3);
const nameOf = (id: string | undefined) => NAMES[COMMUNITIES.findIndex((community) => community.id === id)];

const ALL = testApiKey();
const READER = testApiKey({ id: 'reader', scopes: ['communities:read'] });
const DEAD = 'http://127.0.0.1:1';

const kept = closedAfterAll();
let issuer: Issuer;
/** Knows its callers. */
let guarded: TestService;
/** Lets everyone in, and tells its schema. */
let open: TestService;
/** Reaches no Z-API. */
let alone: TestService;
/** Throws what nobody foresaw. */
let broken: string;
beforeAll(async () => {
  const zApi = kept(
    await startCommunityServer({
      communities: COMMUNITIES,
      unlink: (play) => UNLINKS[nameOf(play.communityId) ?? 'refused'](play),
      metadata: (play) => (READS[nameOf(play.communityId) ?? ''] ?? (({ asUsual }) => asUsual()))(play),
    }),
  );
  issuer = kept(await startIssuer());
  issuer.play((_, response) => response.writeHead(500).end());
  const { path } = kept(apiKeysFile(ALL, READER));
  const times = { ZAPI_ATTEMPT_TIMEOUT_MS: '100000', ZAPI_DEADLINE_MS: '400000' };
  const environment = { ...issuer.environment, ...times, AUTH_API_KEYS_FILE: path, INTROSPECTION: 'off' };
  guarded = kept(await startTestService({ zApiUrl: zApi.url, environment, clock: fastClock }));
  open = kept(await startTestService({ zApiUrl: zApi.url }));
  alone = kept(await startTestService({ zApiUrl: DEAD }));
  const transport = () => {
    throw new Error('unforeseen');
  };
  broken = kept(
    await startBrokenService({ zApi: new ZApiDatasource(transport, 1_000), write: () => {} }),
  ).url;
});

type Ask = (headers: Sent) => Promise<Said>;

const request =
  (to: () => TestService, path: string, init: RequestInit & { readonly headers?: Sent } = {}): Ask =>
  (headers) =>
    to().request(path, { ...init, headers: { ...init.headers, ...headers } });

const posting = (to: () => TestService, body: unknown, headers: Sent = ALL.headers): Ask =>
  request(to, '/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });

const asking = (query: string, variables: Readonly<Record<string, unknown>> = {}): Ask =>
  posting(() => guarded, { query, variables });

const UNLINK = `mutation ($communityId: ID!, $groupsPhones: [String!]!) {
  unlinkGroups(communityId: $communityId, groupsPhones: $groupsPhones) {
    __typename
    ... on UnlinkPartialSuccess { message requestId }
    ... on CommunityError { message code retry requestId }
    ... on CommunityInputError { issues { path rule message } }
  }
}`;
const unlinking = (communityId: string, groupsPhones: readonly string[], to = () => guarded): Ask =>
  posting(to, { query: UNLINK, variables: { communityId, groupsPhones } });

/** Asks two of the three ordinary groups to be unlinked. */
const unlinkingFrom = (name: Name): Ask => {
  const { id, groups } = communityOf(name);
  return unlinking(id, groups.slice(0, 2));
};
const reading = (name: Name): Ask => asking(`{ community(id: "${communityOf(name).id}") { name } }`);
const previewing = (name: Name): Ask => {
  const { id, groups } = communityOf(name);
  return asking(
    `{ unlinkPreview(communityId: "${id}", groupsPhones: ["${groups[0]}"]) { __typename ... on CommunityError { message code } } }`,
  );
};

const phones = (count: number) =>
  Array.from({ length: count }, (_, index) => `${12036301900000 + index}-group`);
const repeated = (text: string, times: number) => Array.from({ length: times }, () => text).join(' ');
const ofDepth = (depth: number) => `${'{ a '.repeat(depth)}${'}'.repeat(depth)}`;

const masked: Ask = async (headers) => {
  const { id } = communityOf('refused');
  const answer = await fetch(`${broken}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query: `{ community(id: "${id}") { name } }` }),
  });
  return { status: answer.status, headers: answer.headers, body: await answer.json() };
};

/** Sends the body once the service was told to stop. */
const stopping: Ask = async (headers) => {
  const service = await startTestService({ zApiUrl: DEAD });
  const { socket, ended } = await connectTo(service.url);
  const body = '{"query":"{ __typename }"}';
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.write(
    `POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n` +
      `expect: 100-continue\r\n${lines.join('')}\r\n`,
  );
  // The request was taken in when "100 Continue" comes.
  await once(socket, 'data');
  const closed = service.close();
  socket.write(body);
  const [, head = '', text = ''] = (await ended).split('\r\n\r\n');
  await closed;
  const fields = [...head.matchAll(/^([\w-]+): (.*)$/gm)].map(([, name = '', value = '']) => [name, value]);
  return {
    status: statusesIn(`${head}\r\n`)[0] ?? 0,
    headers: new Map(fields.map(([name = '', value = '']) => [name, value.trim()])),
    body: JSON.parse(Buffer.from(text, 'latin1').toString('utf8')),
  };
};

type Row = readonly [what: string, ask: Ask, messages: (messages: Messages) => readonly string[]];

const OUTCOMES: readonly Row[] = [
  [
    'ids of no form',
    unlinking('no id', ['no group']),
    ({ errors, rules }) => [errors.INVALID_INPUT, rules.communityIdFormat, rules.groupPhoneFormat],
  ],
  [
    'no groups',
    unlinking(communityOf('refused').id, []),
    ({ errors, rules }) => [errors.INVALID_INPUT, rules.minGroups],
  ],
  [
    'too many groups',
    unlinking(communityOf('refused').id, phones(51)),
    ({ errors, rules }) => [errors.INVALID_INPUT, rules.maxGroups],
  ],
  ['an unknown community', unlinking('55555', phones(1)), ({ errors }) => [errors.COMMUNITY_NOT_FOUND]],
  ['a refusal without a reason', unlinkingFrom('refused'), ({ errors }) => [errors.UNLINK_REJECTED]],
  [
    'a refusal with a reason',
    unlinking(communityOf('refused').id, [communityOf('refused').announcement]),
    ({ rejected }) => [rejected.blocked],
  ],
  ['a refusal that cannot be read back', unlinkingFrom('unread'), ({ rejected }) => [rejected.unread]],
  ['a partial success', unlinkingFrom('partial'), ({ partialSuccess }) => [partialSuccess]],
  ['an unknown outcome', unlinkingFrom('unknown'), ({ errors }) => [errors.OUTCOME_UNKNOWN]],
  ['a disconnected phone', unlinkingFrom('disconnected'), ({ errors }) => [errors.INSTANCE_DISCONNECTED]],
  ['an ended subscription', unlinkingFrom('expired'), ({ errors }) => [errors.INSTANCE_SUBSCRIPTION_EXPIRED]],
  ['a limit of Z-API', unlinkingFrom('limited'), ({ errors }) => [errors.RATE_LIMITED]],
  [
    'a Z-API out of reach',
    unlinking('55555', phones(1), () => alone),
    ({ errors }) => [errors.UPSTREAM_UNAVAILABLE],
  ],
  ['refused secrets', unlinkingFrom('misconfigured'), ({ errors }) => [errors.UPSTREAM_MISCONFIGURED]],
  ['a refused form', unlinkingFrom('protocol'), ({ errors }) => [errors.UPSTREAM_PROTOCOL]],
];

const OF_READS: readonly Row[] = [
  ['a limit of Z-API', reading('limited'), ({ reads }) => [reads.RATE_LIMITED]],
  ['a Z-API that fails', reading('unread'), ({ reads }) => [reads.UPSTREAM_UNAVAILABLE]],
  ['refused secrets', reading('misconfigured'), ({ reads }) => [reads.UPSTREAM_MISCONFIGURED]],
  ['a refused form', reading('protocol'), ({ reads }) => [reads.UPSTREAM_PROTOCOL]],
  ['a limit of Z-API, in a preview', previewing('limited'), ({ reads }) => [reads.RATE_LIMITED]],
  [
    'arguments of no form',
    asking('{ a: communities(page: 0, pageSize: 0) { page } b: communities(pageSize: 101) { page } }'),
    ({ errors, rules }) => [
      errors.INVALID_INPUT,
      rules.minPage,
      rules.minPageSize,
      errors.INVALID_INPUT,
      rules.maxPageSize,
    ],
  ],
  [
    'a representation of no form',
    posting(() => open, {
      query: '{ _entities(representations: [{ __typename: "Community", id: "x" }]) { __typename } }',
    }),
    ({ rules }) => [rules.communityIdFormat],
  ],
  [
    'what the credential does not allow',
    posting(
      () => guarded,
      { query: 'mutation { unlinkGroups(communityId: "55555", groupsPhones: []) { __typename } }' },
      READER.headers,
    ),
    ({ request }) => [request.forbidden],
  ],
  ['what nobody foresaw', masked, ({ request }) => [request.internal]],
];

const OF_REQUESTS: readonly Row[] = [
  ['a syntax error', asking('{ community(id: '), ({ request }) => [request.syntax]],
  ['too many tokens', asking(`{ ${repeated('a', 1_000)} }`), ({ request }) => [request.limits.tokens]],
  ['too many levels', asking(ofDepth(9)), ({ request }) => [request.limits.depth]],
  ['too many fields', asking(`{ ${repeated('a', 101)} }`), ({ request }) => [request.limits.fields]],
  ['too many aliases', asking(`{ ${repeated('a: b', 31)} }`), ({ request }) => [request.limits.aliases]],
  [
    'too many directives',
    asking(`{ a ${repeated('@skip(if: false)', 11)} }`),
    ({ request }) => [request.limits.directives],
  ],
  [
    'a fragment that leads back to itself',
    asking('{ ...A } fragment A on Query { ...A }'),
    ({ request }) => [request.limits.cycles],
  ],
  [
    'two unlinks',
    asking('mutation { a: unlinkGroups b: unlinkGroups }'),
    ({ request }) => [request.limits.unlinks],
  ],
  ['an unknown field', asking('{ communit }'), ({ request }) => [`${request.misfitAt} "communit".`]],
  [
    'a kind of operation that there is none of',
    asking('subscription { a }'),
    ({ request }) => [request.misfit],
  ],
  [
    'a literal of another type',
    asking('{ communities(page: "x") { page } }'),
    ({ request }) => [request.literal],
  ],
  [
    'a question for the schema',
    asking('{ __schema { __typename } }'),
    ({ request }) => [request.introspection],
  ],
  [
    'a variable of another type',
    asking('query ($page: Int!) { communities(page: $page) { page } }', { page: 'x' }),
    ({ request }) => [request.variable],
  ],
  [
    'null for a variable with a default',
    asking('query ($page: Int! = 1) { communities(page: $page) { page } }', { page: null }),
    ({ request }) => [request.variable],
  ],
  [
    'a number that is too large',
    asking('query ($id: ID!) { community(id: $id) { id } }', { id: 98372465382764530000 }),
    ({ request }) => [request.unsafeNumber],
  ],
  [
    'an unknown operation',
    posting(() => guarded, { query: 'query A { __typename }', operationName: 'B' }),
    ({ request }) => [request.operation],
  ],
  ['no GraphQL request', posting(() => guarded, []), ({ request }) => [request.malformed]],
  [
    'a persisted query',
    posting(() => guarded, { extensions: { persistedQuery: { version: 1, sha256Hash: '0' } } }),
    ({ request }) => [request.persistedQuery],
  ],
  ['no JSON', posting(() => guarded, '{'), ({ request }) => [request.notJson]],
  [
    'another media type',
    posting(() => guarded, 'x', { ...ALL.headers, 'content-type': 'text/plain' }),
    ({ request }) => [request.mediaType],
  ],
  ['a large body', posting(() => guarded, ' '.repeat(32 * 1024 + 1)), ({ request }) => [request.tooLarge]],
  ['no credential', posting(() => guarded, {}, {}), ({ request }) => [request.unauthenticated]],
  [
    'a token that cannot be verified',
    async (headers) => posting(() => guarded, {}, bearer(await issuer.token()))(headers),
    ({ request }) => [request.authenticationUnavailable],
  ],
  [
    'a page of another host',
    posting(() => open, {}, { origin: 'https://evil.example' }),
    ({ request }) => [request.foreignPage],
  ],
  [
    'another method',
    request(() => guarded, '/graphql', { method: 'PUT' }),
    ({ request }) => [request.method],
  ],
  ['a page that is not shown', request(() => guarded, '/graphql'), ({ request }) => [request.method]],
  ['another path', request(() => guarded, '/nowhere'), ({ request }) => [request.notFound]],
  ['a path that is not well encoded', request(() => guarded, '/%zz'), ({ request }) => [request.brokenHttp]],
  ['a service that stops', stopping, ({ request }) => [request.shuttingDown]],
];

const ROWS = [...OUTCOMES, ...OF_READS, ...OF_REQUESTS];

/** Every `message`, in order, and what is left of the answer without them. */
const takeMessages = (body: unknown): readonly [messages: readonly string[], rest: unknown] => {
  const messages: string[] = [];
  const rest = JSON.parse(JSON.stringify(body), (key, value) => {
    if (key !== 'message') return value;
    messages.push(value);
    return undefined;
  });
  return [messages, rest];
};

/** Every sentence of a catalogue. */
const textsOf = (value: unknown): readonly string[] =>
  typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [String(value)];

describe.each(['en', 'pt-BR'] as const)('a caller who speaks %s', (language: Language) => {
  it.each(ROWS)('is told in that language of %s', async (_, ask, messages) => {
    const { headers, body } = await ask({ 'accept-language': language });
    expect(takeMessages(body)[0]).toEqual(messages(CATALOGUES[language]));
    expect(headers.get('content-language')).toBe(language);
    expect(headers.get('vary')).toMatch(/^Accept-Language, Accept(?:,|$)/);
  });
});

describe('an answer in another language', () => {
  it.each(ROWS)('differs in nothing but its messages: %s', async (_, ask) => {
    const [english, portuguese] = [
      await ask({ 'accept-language': 'en', 'x-request-id': 'language-test' }),
      await ask({ 'accept-language': 'pt-BR', 'x-request-id': 'language-test' }),
    ];
    expect(portuguese.status).toBe(english.status);
    expect(takeMessages(portuguese.body)[1]).toEqual(takeMessages(english.body)[1]);
  });

  it('is not what the log is written in', async () => {
    for (const [, ask] of [...OUTCOMES, ...OF_READS]) await ask({ 'accept-language': 'pt-BR' });
    const log = JSON.stringify(guarded.logs);
    expect(textsOf(CATALOGUES['pt-BR']).filter((text) => log.includes(text))).toEqual([]);
  });
});

it('leaves out no sentence but those of HTTP too broken to ask for a language', () => {
  const { en } = CATALOGUES;
  const said = ROWS.flatMap(([, , messages]) => messages(en));
  const unsaid = textsOf(en).filter((text) => !said.some((sentence) => sentence.startsWith(text)));
  expect(unsaid).toEqual([en.request.headersTooLarge, en.request.tooSlow]);
});

describe('an Accept-Language that is odd', () => {
  const QUERY = '{"query":"{ communit }"}';
  const HEAD = `POST /graphql HTTP/1.1\r\nHost: x\r\nX-Api-Key: ${ALL.headers['x-api-key']}\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: ${QUERY.length}\r\n`;

  it.each<readonly [what: string, lines: string, language: Language]>([
    ['none', '', 'en'],
    ['empty', 'Accept-Language:\r\n', 'en'],
    ['in capitals', 'ACCEPT-LANGUAGE: PT-BR\r\n', 'pt-BR'],
    ['said twice', 'Accept-Language: fr\r\nAccept-Language: pt\r\n', 'pt-BR'],
    ['of 15000 bytes', `Accept-Language: ${'xx,'.repeat(5_000)}pt\r\n`, 'pt-BR'],
    ['of commas', `Accept-Language: ${','.repeat(1_000)}\r\n`, 'en'],
    ['of weights', `Accept-Language: ${';q=1'.repeat(1_000)}\r\n`, 'en'],
    ['of stars', `Accept-Language: ${'*-*-*;q=*,'.repeat(100)}\r\n`, 'en'],
    ['with letters beyond ASCII', 'Accept-Language: pt-\xff\xe3\r\n', 'pt-BR'],
    ['with a name that every object has', 'Accept-Language: constructor, __proto__\r\n', 'en'],
  ])('is answered like any other: %s', async (_, lines, language) => {
    const { socket, ended } = await connectTo(guarded.url);
    socket.write(`${HEAD}${lines}\r\n${QUERY}`, 'latin1');
    const received = Buffer.from(await ended, 'latin1').toString('utf8');
    expect(statusesIn(received)).toEqual([400]);
    expect(received).toContain(CATALOGUES[language].request.misfitAt);
  });
});
