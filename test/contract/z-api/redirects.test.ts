import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { respond } from '../../support/fault-server.ts';
import { startTestService, type TestService } from '../../support/service.ts';
import { COMMUNITY_ID, EXPECTED, unlink } from './unlinking.ts';
import { answerAll, answerPost, SUCCESS, startUpstream, type Upstream } from './upstream.ts';

let upstream: Upstream;
let elsewhere: Upstream;
let service: TestService;

beforeAll(async () => {
  upstream = await startUpstream();
  elsewhere = await startUpstream();
  elsewhere.play(answerAll(SUCCESS));
  service = await startTestService({ zApiUrl: upstream.url });
});
afterAll(async () => {
  await upstream.close();
  await elsewhere.close();
  await service.close();
});

const STATUSES = [300, 301, 302, 303, 304, 305, 307, 308];

describe('a redirect', () => {
  it.each(STATUSES)(
    'is not followed to another server, and leaves the outcome unknown: %i',
    async (status) => {
      upstream.play(
        answerPost(respond(`${status} Any`, { location: `${elsewhere.url}/` }, '{"success":true}')),
      );
      expect(await unlink(service)).toEqual(EXPECTED.unknown);
      expect(upstream.posts()).toHaveLength(1);
      expect(elsewhere.connections()).toBe(0);
    },
  );

  it.each([
    ['the same server', () => '/ok'],
    ['the same URL', () => ''],
    ['another host name', () => elsewhere.url.replace('127.0.0.1', 'localhost')],
    ['another scheme', () => 'data:application/json,{"success":true}'],
    ['no valid URL', () => 'http://['],
    ['nowhere', () => undefined],
  ])('is not followed to %s', async (_, location) => {
    for (const status of STATUSES) {
      const to = location();
      upstream.play(answerPost(respond(`${status} Any`, to === undefined ? {} : { location: to })));
      expect(await unlink(service)).toEqual(EXPECTED.unknown);
      expect(upstream.posts()).toHaveLength(1);
      expect(upstream.gets().filter((request) => !request.includes('/communities-metadata/'))).toEqual([]);
    }
    expect(elsewhere.connections()).toBe(0);
  });

  it.each(STATUSES)('of a read is not followed either: %i', async (status) => {
    upstream.play(answerAll(respond(`${status} Any`, { location: `${elsewhere.url}/` })));
    const { body } = await service.graphql('query ($id: ID!) { community(id: $id) { id } }', {
      id: COMMUNITY_ID,
    });
    expect(body).toMatchObject({
      data: { community: null },
      errors: [{ extensions: { code: 'UPSTREAM_UNAVAILABLE' } }],
    });
    expect(elsewhere.connections()).toBe(0);
  });
});
