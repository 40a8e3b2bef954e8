import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-node';
import { leaksIn } from '../support/canaries.ts';
import {
  type CommunityServer,
  communityWith,
  type Player,
  startCommunityServer,
} from '../support/community-server.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { recordSpans } from '../support/spans.ts';
import { until } from '../support/until.ts';

const COMMUNITY = communityWith(1, 3);
const TRACE_ID = 'abcdefabcdefabcdefabcdefabcdefab';
const CALLER = {
  traceparent: `00-${TRACE_ID}-aabbccddeeffaabb-01`,
  baggage: 'phone=5511999999999-1623281429',
};
const UNLINK = `mutation Named($id: ID!, $groups: [String!]!) {
  alias: unlinkGroups(communityId: $id, groupsPhones: $groups) { __typename }
}`;

const { spans, forget } = recordSpans();
let zApi: CommunityServer;
let service: TestService;
let play: Player;
const heads: string[] = [];

beforeAll(async () => {
  const usual: Player = (request) => {
    heads.push(Object.keys(request.headers).join(' '));
    return play(request);
  };
  zApi = await startCommunityServer({
    communities: [COMMUNITY],
    unlink: usual,
    metadata: usual,
    list: usual,
    status: usual,
  });
  service = await startTestService({ zApiUrl: zApi.url, environment: { ZAPI_DEADLINE_MS: '20000' } });
});
beforeEach(() => {
  play = (request) => request.asUsual();
  forget();
  heads.length = 0;
});
afterAll(async () => {
  await service.close();
  await zApi.close();
});

const unlink = (headers = {}, groups = COMMUNITY.groups.slice(0, 1)) =>
  service.graphql(UNLINK, { id: COMMUNITY.id, groups }, headers);

/** The spans of one request, once it is over: each as its name, with those it holds. */
const tree = async (): Promise<readonly unknown[]> => {
  await until(() => spans().some(({ name }) => name === 'POST /graphql'));
  const under = (parent: string | undefined): readonly unknown[] =>
    [...spans()]
      .filter(({ parentSpanContext }) => parentSpanContext?.spanId === parent)
      .sort((one, other) => startOf(one) - startOf(other))
      .map((span) => {
        const children = under(span.spanContext().spanId);
        return children.length > 0 ? [span.name, children] : span.name;
      });
  return under(undefined);
};

const startOf = ({ startTime: [seconds, nanoseconds] }: ReadableSpan): number =>
  seconds * 1e3 + nanoseconds / 1e6;

const spanNamed = (name: string): ReadableSpan => {
  const span = spans().find((one) => one.name === name);
  if (span === undefined) throw new Error(`no span ${name}`);
  return span;
};

describe('a request', () => {
  it('is a span that holds its root field, which holds the calls to Z-API', async () => {
    await unlink({ 'x-request-id': 'mine' });
    expect(await tree()).toEqual([['POST /graphql', [['unlinkGroups', ['communities/unlink']]]]]);
    expect(spanNamed('POST /graphql')).toMatchObject({
      kind: SpanKind.SERVER,
      attributes: {
        'http.request.method': 'POST',
        'http.route': '/graphql',
        'http.response.status_code': 200,
      },
      status: { code: SpanStatusCode.UNSET },
    });
    expect(spanNamed('unlinkGroups')).toMatchObject({
      kind: SpanKind.INTERNAL,
      attributes: {
        'graphql.operation.type': 'mutation',
        'communities.request_id': 'mine',
        'communities.result': 'UnlinkSuccess',
      },
      status: { code: SpanStatusCode.UNSET },
    });
    expect(spanNamed('communities/unlink')).toMatchObject({
      kind: SpanKind.CLIENT,
      attributes: {
        'http.request.method': 'POST',
        'url.template': '/instances/{instanceId}/token/{token}/communities/unlink',
        'http.response.status_code': 200,
      },
      status: { code: SpanStatusCode.UNSET },
    });
  });

  it("continues the caller's trace, and Z-API is told of none", async () => {
    await unlink(CALLER);
    await until(() => spans().some(({ name }) => name === 'POST /graphql'));
    expect(spans().map((span) => span.spanContext().traceId)).toEqual([TRACE_ID, TRACE_ID, TRACE_ID]);
    expect(spanNamed('POST /graphql').parentSpanContext).toMatchObject({
      spanId: 'aabbccddeeffaabb',
      isRemote: true,
    });
    expect(heads).toHaveLength(1);
    expect(heads.join(' ')).not.toMatch(/trace|baggage|b3/i);
  });

  it('holds reads for the fields below a root field, which come after it', async () => {
    await service.graphql('{ a: communities { items { b: groups { phone } } } }');
    expect(await tree()).toEqual([
      ['POST /graphql', [['communities', ['communities']], 'communities-metadata']],
    ]);
    expect(spanNamed('communities-metadata').attributes['url.template']).toBe(
      '/instances/{instanceId}/token/{token}/communities-metadata/{communityId}',
    );
  });

  it('that is not sampled makes no spans at all', async () => {
    await unlink({ traceparent: CALLER.traceparent.replace(/01$/, '00') });
    await unlink({ 'x-request-id': 'after' });
    await tree();
    expect(spans().map(({ name }) => name)).toEqual(['communities/unlink', 'unlinkGroups', 'POST /graphql']);
  });
});

describe('an unknown outcome', () => {
  it('is an error, of the operation and of the call, and both looks at the community are seen', async () => {
    play = (request) => (request.kind === 'unlink' ? request.answer(502, 'x') : request.asUsual());
    await unlink({}, COMMUNITY.groups.slice(2));
    expect(await tree()).toEqual([
      [
        'POST /graphql',
        [
          [
            'unlinkGroups',
            [
              'communities/unlink',
              ['read-back', ['communities-metadata']],
              ['second-look', ['communities-metadata']],
            ],
          ],
        ],
      ],
    ]);
    expect(spanNamed('communities/unlink')).toMatchObject({
      attributes: { 'http.response.status_code': 502, 'error.type': '502' },
      status: { code: SpanStatusCode.ERROR },
    });
    expect(spanNamed('unlinkGroups')).toMatchObject({
      attributes: {
        'communities.result': 'UnlinkOutcomeUnknownError',
        'communities.code': 'OUTCOME_UNKNOWN',
        'error.type': 'OUTCOME_UNKNOWN',
      },
      status: { code: SpanStatusCode.ERROR },
    });
    expect(spanNamed('POST /graphql').status.code).toBe(SpanStatusCode.UNSET);
  });
});

describe('a failure that was foreseen', () => {
  it('is an answer of the operation, and each attempt tells what broke', async () => {
    play = (request) => request.reset();
    await service.graphql(`{ community(id: "${COMMUNITY.id}") { name } }`);
    await until(() => spans().some(({ name }) => name === 'POST /graphql'));
    const attempts = spans().filter(({ name }) => name === 'communities-metadata');
    expect(attempts.map(({ attributes }) => attributes['http.request.resend_count'])).toEqual([
      undefined,
      1,
      2,
    ]);
    for (const { attributes, status } of attempts) {
      expect(attributes['error.type']).toMatch(/^[A-Z_]+$/);
      expect(status).toEqual({ code: SpanStatusCode.ERROR });
    }
    expect(spanNamed('community')).toMatchObject({
      attributes: { 'communities.result': 'error', 'communities.code': 'UPSTREAM_UNAVAILABLE' },
      status: { code: SpanStatusCode.UNSET },
    });
  });
});

describe('every span', () => {
  it('holds no secret, URL, phone or id, and nothing else that a caller chose but the request id', async () => {
    play = (request) =>
      request.answer(403, { error: `Client-Token ${request.headers['client-token']} not allowed` });
    await unlink({ ...CALLER, tracestate: 'vendor=squeamish', 'user-agent': 'squeamish' });
    await service.graphql(`query squeamish { squeamish: community(id: "${COMMUNITY.id}") { name } }`);
    await until(() => spans().filter(({ name }) => name === 'POST /graphql').length === 2);
    const texts = spans().map(({ name, attributes, status, events, links }) =>
      JSON.stringify({ name, attributes, status, events, links }),
    );
    expect(texts.length).toBeGreaterThan(5);
    expect(texts.flatMap((text) => leaksIn(text, { identifiers: true }))).toEqual([]);
    expect(texts.join('\n')).not.toMatch(/squeamish|127\.0\.0\.1|http:/);
    expect(spans().flatMap(({ events, links }) => [...events, ...links])).toEqual([]);
  });
});
