import { beforeAll, describe, expect, it } from '@jest/globals';
import { type Audit, serverAudits } from 'graphql-http';
import { closedAfterAll } from '../support/resources.ts';
import { startTestService, type TestService } from '../support/service.ts';

/** Z-API is never asked here. */
const NOBODY = 'http://127.0.0.1:1';

let service: TestService;
const kept = closedAfterAll();
beforeAll(async () => {
  service = kept(await startTestService({ zApiUrl: NOBODY }));
});

const audits = serverAudits({
  url: () => `${service.url}/graphql`,
  // A connection of its own for each audit, because they leave answers unread.
  fetchFn: (url: string, init: RequestInit = {}) =>
    fetch(url, { ...init, headers: { ...init.headers, connection: 'close' } }),
});

const named = (level: string): readonly Audit[] => audits.filter(({ name }) => name.startsWith(level));

/** In the table's form: its name, and the audit. */
const rows = (level: string) => named(level).map((audit) => [`${audit.id} ${audit.name}`, audit] as const);

const run = async (audit: Audit) => {
  const result = await audit.fn();
  return result.status === 'ok' ? 'ok' : result.reason;
};

describe('what GraphQL over HTTP demands', () => {
  it.each(rows('MUST'))('%s', async (_, audit) => {
    expect(await run(audit)).toBe('ok');
  });
});

describe('what GraphQL over HTTP recommends', () => {
  it.each(rows('SHOULD'))('%s', async (_, audit) => {
    expect(await run(audit)).toBe('ok');
  });
});

describe('what GraphQL over HTTP leaves open', () => {
  it('is done but for GET requests, which this service refuses', async () => {
    const results = await Promise.all(
      named('MAY').map(async (audit) => [`${audit.id} ${audit.name}`, await run(audit)] as const),
    );
    expect(results.filter(([, outcome]) => outcome !== 'ok').map(([name]) => name)).toEqual([
      '5A70 MAY accept application/x-www-form-urlencoded formatted GET requests',
      'D6D5 MAY allow URL-encoded JSON string {variables} parameter in GETs when accepting application/graphql-response+json',
      '6A70 MAY allow URL-encoded JSON string {variables} parameter in GETs when accepting application/json',
    ]);
  });
});

describe('the audits', () => {
  it('are all of one of the three levels', () => {
    const counts = ['MUST', 'SHOULD', 'MAY'].map((level) => named(level).length);
    expect(counts.reduce((sum, count) => sum + count)).toBe(audits.length);
    expect(Math.min(...counts)).toBeGreaterThan(0);
  });
});
