import { describe, expect, it } from '@jest/globals';
import { en } from '../../src/i18n/en.ts';
import { CONDOMINIO } from '../../src/simulator/communities.ts';
import { type Attack, asking, expectHarmless, expectRefused, misfit } from './judging.ts';
import { PROFILES, startDevelopment, startProduction, targetOf } from './profiles.ts';

/** As graphql-cop sends a document: it names the operation, and says in a header what it looks for. */
const cop = (query: string): Attack => ({
  ...asking(query, { operationName: 'cop' }),
  headers: { 'user-agent': 'graphql-cop/1.14', 'x-graphql-cop-test': 'what it looks for' },
});

const UNLINK = `mutation cop { unlinkGroups(communityId: "${CONDOMINIO.id}", groupsPhones: ["1345353454354354-group"]) { __typename } }`;
const FORM = new URLSearchParams({ query: UNLINK, operationName: 'cop' }).toString();
const BROWSER = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

/** Where graphql-cop looks for an IDE. */
const IDE_PATHS = ['/graphiql', '/playground', '/console', '/graphql'];

const SCHEMA = 'query cop { __schema { types { name fields { name } } } }';
const CIRCULAR_SCHEMA = `query cop { __schema { types ${'{ fields { type '.repeat(4)}{ name }${' } }'.repeat(4)} } }`;

const { introspection, limits, malformed, mediaType, method, notFound, syntax } = en.request;
const nothingAt = (path: string) => (path === '/graphql' ? method : notFound);

describe.each(PROFILES)('graphql-cop, in %s', (_, start) => {
  const target = targetOf(start);

  it('is refused an operation with 101 aliases', async () => {
    const aliases = Array.from({ length: 101 }, (_, index) => `alias${index}: __typename`);
    await expectRefused(target(), cop(`query cop { ${aliases.join('\n')} }`), limits.aliases);
  });

  it('is refused a batch of ten operations', async () => {
    const operation = { query: 'query cop { __typename }' };
    const batch = Array.from({ length: 10 }, () => operation);
    await expectRefused(target(), { body: JSON.stringify(batch) }, malformed);
  });

  it('is refused fragments that spread each other', async () => {
    const fragments = 'fragment A on __Schema { __typename ...B } fragment B on __Schema { ...A }';
    await expectRefused(target(), asking(`query { __schema { ...A } } ${fragments}`), limits.cycles);
  });

  it('is refused a circular query of the schema', async () => {
    await expectRefused(
      target(),
      cop(CIRCULAR_SCHEMA),
      start === startProduction ? introspection : misfit('__schema'),
    );
  });

  it('is told of a few of ten broken directives only', async () => {
    const answers = await expectRefused(
      target(),
      cop(`query cop { __typename ${'@aa'.repeat(10)} }`),
      misfit('aa'),
    );
    for (const { body } of answers) expect(body.errors).toHaveLength(5);
  });

  it('is refused ten directives that exist, and one more', async () => {
    const directives = '... @include(if: true) { __typename } '.repeat(11);
    await expectRefused(target(), cop(`query cop { ${directives} }`), limits.directives);
  });

  it('is refused the same field 500 times', async () => {
    await expectRefused(target(), cop(`query cop { ${'__typename\n'.repeat(500)} }`), limits.fields);
  });

  it('is suggested no field', async () => {
    await expectRefused(target(), cop('query cop { __schema { directive } }'), misfit('directive'));
  });

  it.each([['mutation cop { __typename }'], [UNLINK]])('is refused a mutation by GET: %s', async (query) => {
    const path = `/graphql?${new URLSearchParams({ query, operationName: 'cop' })}`;
    await expectRefused(target(), { method: 'GET', path }, method);
    await expectRefused(target(), { method: 'GET', path, headers: BROWSER }, method);
  });

  it('is refused a query by GET', async () => {
    const path = `/graphql?${new URLSearchParams({ query: '{__typename}' })}`;
    await expectRefused(target(), { method: 'GET', path }, method);
    await expectRefused(target(), { method: 'GET', path, headers: BROWSER }, method);
  });

  it.each(IDE_PATHS)('finds no IDE that it knows: %s', async (path) => {
    await expectRefused(target(), { method: 'GET', path }, nothingAt(path));
  });

  it('is refused a form in the URL of a POST', async () => {
    await expectRefused(target(), { path: `/graphql?${FORM}` }, malformed);
    await expectRefused(target(), { path: `/graphql?${FORM}`, body: '{}' }, malformed);
  });

  it.each([
    ['application/x-www-form-urlencoded', FORM],
    ['text/plain', JSON.stringify({ query: UNLINK })],
    [
      'multipart/form-data; boundary=x',
      `--x\r\ncontent-disposition: form-data; name="query"\r\n\r\n${UNLINK}`,
    ],
  ])('is refused a body that a web page may send without asking: %s', async (type, body) => {
    await expectRefused(target(), { headers: { 'content-type': type }, body }, mediaType);
  });

  it.each([
    ['nothing', {}],
    ['a federated trace', { 'apollo-federation-include-trace': 'ftv1' }],
    ['a trace', { 'x-apollo-tracing': '1', 'x-debug': '1', 'apollo-query-plan-experimental': '1' }],
  ])('is given the data alone, whatever trace is asked for: %s', async (_, headers) => {
    const attack = { ...cop('query cop { __typename }'), headers };
    await expectHarmless(target(), attack, { data: { __typename: 'Query' } });
  });

  it('is shown no unhandled error', async () => {
    const answers = await expectRefused(target(), cop('qwerty cop { abc }'), syntax);
    for (const { body } of answers) {
      expect(body.errors.map(({ extensions }: { extensions: object }) => Object.keys(extensions))).toEqual([
        ['code', 'requestId'],
      ]);
    }
  });
});

describe('graphql-cop, in production', () => {
  const target = targetOf(startProduction);

  it.each([...IDE_PATHS, '/'])('finds no IDE as a browser: %s', async (path) => {
    await expectRefused(target(), { method: 'GET', path, headers: BROWSER }, nothingAt(path));
  });

  it('is refused the schema', async () => {
    await expectRefused(target(), cop(SCHEMA), introspection);
  });
});

describe('graphql-cop, in development', () => {
  const target = targetOf(startDevelopment);

  it('is given the schema, by design', async () => {
    const { service } = target();
    const { body } = await service.request('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: cop(SCHEMA).body ?? '',
    });
    expect(body.data.__schema.types.length).toBeGreaterThan(25);
  });
});
