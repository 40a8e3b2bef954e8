import { beforeAll, describe, expect, it } from '@jest/globals';
import { apiKeysFile, testApiKey } from '../support/api-keys.ts';
import { closedAfterAll } from '../support/resources.ts';
import { startTestService, type TestService } from '../support/service.ts';

const KEY = testApiKey();
const JSON_TYPE = 'application/json; charset=utf-8';
const GRAPHQL_TYPE = 'application/graphql-response+json; charset=utf-8';

/** As Apollo Client asks. */
const PREFERS_GRAPHQL = 'application/graphql-response+json,application/json;q=0.9';

const post = (body: string, headers: Readonly<Record<string, string>> = {}): RequestInit => ({
  method: 'POST',
  body,
  headers: { 'content-type': 'application/json', ...KEY.headers, ...headers },
});

const REFUSALS: readonly (readonly [status: number, code: string, path: string, init: RequestInit])[] = [
  [401, 'UNAUTHENTICATED', '/graphql', post('{}', { 'x-api-key': 'backend.wrong' })],
  [404, 'NOT_FOUND', '/nothing', post('{}')],
  [405, 'METHOD_NOT_ALLOWED', '/graphql', { method: 'PUT', headers: KEY.headers }],
  [413, 'PAYLOAD_TOO_LARGE', '/graphql', post(JSON.stringify({ query: ' '.repeat(40_000) }))],
  [415, 'UNSUPPORTED_MEDIA_TYPE', '/graphql', post('{}', { 'content-type': 'text/plain' })],
  [400, 'BAD_REQUEST', '/graphql', post('{')],
];

describe('a refusal before GraphQL', () => {
  const kept = closedAfterAll();
  let service: TestService;
  beforeAll(async () => {
    const keys = kept(apiKeysFile(KEY));
    const environment = { AUTH_API_KEYS_FILE: keys.path };
    service = kept(await startTestService({ zApiUrl: 'http://127.0.0.1:1', environment }));
  });

  it.each(REFUSALS)('%d %s is written as its caller prefers', async (status, code, path, init) => {
    const typeFor = async (accept: string) => {
      const headers = { ...(init.headers as Record<string, string>), accept };
      const answer = await service.request(path, { ...init, headers });
      expect(answer.status).toBe(status);
      expect(answer.body).toMatchObject({ errors: [{ extensions: { code } }] });
      expect(answer.headers.get('cache-control')).toBe('no-store');
      return answer.headers.get('content-type');
    };
    expect(await typeFor(PREFERS_GRAPHQL)).toBe(GRAPHQL_TYPE);
    expect(await typeFor('application/json')).toBe(JSON_TYPE);
    expect(await typeFor('*/*')).toBe(JSON_TYPE);
    expect(await typeFor('text/html')).toBe(JSON_TYPE);
  });
});
