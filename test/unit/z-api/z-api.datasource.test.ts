import { describe, expect, it } from '@jest/globals';
import type { ExchangeReport } from '../../../src/utils/service-observer.ts';
import type { Exchange } from '../../../src/z-api/exchange.ts';
import type { Meaning } from '../../../src/z-api/meaning.ts';
import type { CallOptions } from '../../../src/z-api/z-api.datasource.ts';
import { pausedTime } from '../pauses.ts';
import { type Answering, answered, transportOf } from './exchanges.ts';

const time = pausedTime();
const { ZApiDatasource } = await import('../../../src/z-api/z-api.datasource.ts');

const ID = '98372465382764532938';
const PHONES = ['1345353454354354-group'];
const METADATA = { id: ID, name: 'Community', description: null, subGroups: [] };

const setUp = (exchange: Answering, { attemptMs = 12_000, leftMs = 20_000 } = {}) => {
  const { transport, calls } = transportOf(exchange);
  const reports: ExchangeReport[] = [];
  const options = {
    deadline: time.deadlineIn(leftMs),
    observers: [(report: ExchangeReport) => void reports.push(report)],
  };
  return { zApi: new ZApiDatasource(transport, attemptMs), options, calls, reports };
};

describe('an attempt that has less than its time', () => {
  const TIMED_OUT: Exchange = { kind: 'no-answer', fault: 'TIMEOUT' };

  it('blames the deadline of the operation, not Z-API, so that no circuit opens', async () => {
    const { zApi, options, reports } = setUp(TIMED_OUT, { leftMs: 11_999 });
    expect(await zApi.unlinkGroups(ID, PHONES, options)).toEqual({ kind: 'unknown' });
    expect(reports).toMatchObject([{ kind: 'no-answer', fault: 'DEADLINE_PASSED' }]);
  });

  it('blames Z-API where it had all of it', async () => {
    const { zApi, options, reports } = setUp(TIMED_OUT, { leftMs: 12_000 });
    await zApi.unlinkGroups(ID, PHONES, options);
    expect(reports).toMatchObject([{ kind: 'no-answer', fault: 'TIMEOUT' }]);
  });
});

describe('what is asked of the transport', () => {
  it('is one POST with the id and the phones to unlink groups', async () => {
    const { zApi, options, calls } = setUp(answered(200, { success: true }));
    expect(await zApi.unlinkGroups(ID, PHONES, options)).toEqual({ kind: 'done' });
    expect(calls.map(([request]) => JSON.stringify(request))).toEqual([
      JSON.stringify({
        method: 'POST',
        path: ['communities', 'unlink'],
        body: { communityId: ID, groupsPhones: PHONES },
      }),
    ]);
  });

  it('is a GET with the id to read a community', async () => {
    const { zApi, options, calls } = setUp(answered(200, METADATA));
    expect(await zApi.readCommunity(ID, options)).toEqual({
      kind: 'found',
      value: { id: ID, name: 'Community', description: null, groups: [] },
    });
    expect(calls.map(([request]) => request)).toEqual([
      { method: 'GET', path: ['communities-metadata', ID] },
    ]);
  });

  it('is a GET with page and size to list communities', async () => {
    const { zApi, options, calls } = setUp(answered(200, [{ id: ID, name: 'Community' }]));
    expect(await zApi.listCommunities(2, 30, options)).toEqual({
      kind: 'found',
      value: [{ id: ID, name: 'Community' }],
    });
    expect(calls.map(([request]) => request)).toEqual([
      { method: 'GET', path: ['communities'], query: { page: 2, pageSize: 30 } },
    ]);
  });

  it('is a GET to read the status', async () => {
    const { zApi, options, calls } = setUp(answered(200, { connected: true }));
    expect(await zApi.readStatus(options)).toEqual({ kind: 'found', value: { connected: true } });
    expect(calls.map(([request]) => request)).toEqual([{ method: 'GET', path: ['status'] }]);
  });

  it.each([
    [12_000, 20_000, 12_000],
    [12_000, 5_000, 5_000],
    [12_000, 0, 0],
  ])('may take, of %d ms an attempt and %d ms left, %d ms', async (attemptMs, leftMs, expected) => {
    const { zApi, options, calls } = setUp(answered(200, {}), { attemptMs, leftMs });
    await zApi.readStatus(options);
    expect(calls.map(([, timeoutMs]) => timeoutMs)).toEqual([expected]);
  });
});

type Datasource = InstanceType<typeof ZApiDatasource>;

const READS: readonly (readonly [string, (zApi: Datasource, options: CallOptions) => Promise<unknown>])[] = [
  ['a community', (zApi, options) => zApi.readCommunity(ID, options)],
  ['a page of communities', (zApi, options) => zApi.listCommunities(1, 20, options)],
  ['the status', (zApi, options) => zApi.readStatus(options)],
];

const NOT_SENT: Exchange = { kind: 'not-sent', cause: 'unreachable', fault: 'ECONNREFUSED' };
const UNTRUSTED: Exchange = { kind: 'not-sent', cause: 'untrusted-certificate', fault: 'CERT_HAS_EXPIRED' };
const NO_ANSWER: Exchange = { kind: 'no-answer', fault: 'ECONNRESET' };

describe('the POST', () => {
  it.each<readonly [Exchange, number]>([
    [NOT_SENT, 3],
    [UNTRUSTED, 1],
    [NO_ANSWER, 1],
    [{ kind: 'no-answer', fault: 'TIMEOUT' }, 1],
    [answered(200, undefined), 1],
    [answered(200, { success: false }), 1],
    [answered(408, ''), 1],
    [answered(429, ''), 1],
    [answered(500, ''), 1],
    [answered(503, '<html>', '0'), 1],
  ])('that came to %j is attempted so many times: %d', async (exchange, attempts) => {
    const { zApi, options, calls, reports } = setUp(exchange);
    await zApi.unlinkGroups(ID, PHONES, options);
    expect(calls).toHaveLength(attempts);
    expect(reports).toHaveLength(attempts);
  });

  it('is not sent again once it may have been, though at first it was not', async () => {
    const exchanges = [NOT_SENT, NO_ANSWER];
    const { zApi, options, calls } = setUp(async () => exchanges.shift() ?? answered(200, { success: true }));
    expect(await zApi.unlinkGroups(ID, PHONES, options)).toEqual({ kind: 'unknown' });
    expect(calls).toHaveLength(2);
  });

  it('means what its last attempt came to', async () => {
    const exchanges = [NOT_SENT, NOT_SENT];
    const { zApi, options } = setUp(async () => exchanges.shift() ?? answered(200, { success: true }));
    expect(await zApi.unlinkGroups(ID, PHONES, options)).toEqual({ kind: 'done' });
  });

  it('has, at each attempt, what is left of the deadline', async () => {
    time.restart();
    const { zApi, options, calls } = setUp(
      async () => {
        time.pass(4_000);
        return NOT_SENT;
      },
      { attemptMs: 5_000, leftMs: 9_000 },
    );
    await zApi.unlinkGroups(ID, PHONES, options);
    const [first = 0, second = 0] = time.pauses;
    expect(calls.map(([, timeoutMs]) => timeoutMs)).toEqual([
      5_000,
      expect.closeTo(5_000 - first, 6),
      expect.closeTo(1_000 - first - second, 6),
    ]);
  });
});

describe.each(READS)('a read of %s', (_, read) => {
  it.each<readonly [Exchange, number]>([
    [NOT_SENT, 3],
    [NO_ANSWER, 3],
    [UNTRUSTED, 1],
    [answered(429, ''), 1],
    [answered(500, ''), 1],
    [answered(200, undefined), 1],
  ])('that came to %j is attempted so many times: %d', async (exchange, attempts) => {
    const { zApi, options, calls } = setUp(exchange);
    expect(await read(zApi, options)).toMatchObject({ kind: 'failed' });
    expect(calls).toHaveLength(attempts);
  });
});

describe('a page of communities that is not as documented', () => {
  it.each([{}, { communities: [] }, [{ name: 'x' }], [{ id: 7 }]])('is not known: %j', async (body) => {
    const { zApi, options } = setUp(answered(200, body));
    expect(await zApi.listCommunities(1, 20, options)).toEqual({
      kind: 'failed',
      meaning: { kind: 'unknown' },
    });
  });
});

describe('a community that cannot be trusted', () => {
  it.each([
    {},
    { ...METADATA, id: '12345' },
    { ...METADATA, subGroups: [{}] },
    [METADATA],
    { success: false },
  ])('is not known: %j', async (body) => {
    const { zApi, options } = setUp(answered(200, body));
    expect(await zApi.readCommunity(ID, options)).toEqual({ kind: 'failed', meaning: { kind: 'unknown' } });
  });
});

it.each<readonly [number, Meaning]>([
  [404, { kind: 'missing' }],
  [405, { kind: 'protocol' }],
  [502, { kind: 'unknown' }],
])('a community that is answered with %d fails with %j', async (status, meaning) => {
  const { zApi, options } = setUp(answered(status, ''));
  expect(await zApi.readCommunity(ID, options)).toEqual({ kind: 'failed', meaning });
});

describe('who observes', () => {
  it('is told the name of each endpoint, and whole milliseconds', async () => {
    const { zApi, options, reports } = setUp(answered(200, METADATA));
    await zApi.unlinkGroups(ID, PHONES, options);
    await zApi.listCommunities(1, 20, options);
    await zApi.readCommunity(ID, options);
    await zApi.readStatus(options);
    expect(reports.map(({ endpoint }) => endpoint)).toEqual([
      'communities/unlink',
      'communities',
      'communities-metadata',
      'status',
    ]);
    expect(reports.filter(({ milliseconds }) => !Number.isInteger(milliseconds))).toEqual([]);
  });

  it.each<readonly [Exchange, number | undefined, string | undefined]>([
    [answered(403, { error: 'Client-Token x not allowed' }), 403, undefined],
    [answered(200, undefined), 200, 'FAILED'],
    [{ kind: 'no-answer', fault: 'TIMEOUT' }, undefined, 'TIMEOUT'],
    [UNTRUSTED, undefined, 'CERT_HAS_EXPIRED'],
  ])(
    'of %j is told status and fault, and nothing of what was sent or said',
    async (exchange, status, fault) => {
      const { zApi, options, reports } = setUp(exchange);
      await zApi.unlinkGroups(ID, PHONES, options);
      expect(reports).toEqual([
        {
          endpoint: 'communities/unlink',
          attempt: 1,
          kind: exchange.kind,
          milliseconds: expect.any(Number),
          status,
          fault,
        },
      ]);
    },
  );

  it('is told of every attempt', async () => {
    const exchanges = [NOT_SENT, NO_ANSWER];
    const { zApi, options, reports } = setUp(async () => exchanges.shift() ?? answered(200, METADATA));
    await zApi.readCommunity(ID, options);
    expect(reports.map(({ status, fault }) => status ?? fault)).toEqual(['ECONNREFUSED', 'ECONNRESET', 200]);
  });

  it('need not be there', async () => {
    const { zApi, options } = setUp(answered(200, METADATA));
    expect(await zApi.readCommunity(ID, { deadline: options.deadline })).toMatchObject({ kind: 'found' });
  });
});
