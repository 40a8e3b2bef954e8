import { describe, expect, it } from '@jest/globals';
import { Deadline } from '../../../src/z-api/deadline.ts';
import type { Exchange } from '../../../src/z-api/exchange.ts';
import type { Meaning } from '../../../src/z-api/meaning.ts';
import { type ExchangeReport, ZApiDatasource } from '../../../src/z-api/z-api.datasource.ts';
import { answered, transportOf } from './exchanges.ts';

const ID = '98372465382764532938';
const PHONES = ['1345353454354354-group'];
const METADATA = { id: ID, name: 'Community', description: null, subGroups: [] };

const setUp = (exchange: Exchange, { attemptMs = 12_000, leftMs = 20_000 } = {}) => {
  const { transport, calls } = transportOf(exchange);
  const reports: ExchangeReport[] = [];
  const options = {
    deadline: new Deadline(leftMs, () => 0),
    observe: (report: ExchangeReport) => reports.push(report),
  };
  return { zApi: new ZApiDatasource(transport, attemptMs), options, calls, reports };
};

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

  it('is one POST and no second one when the outcome is not known', async () => {
    const { zApi, options, calls } = setUp({ kind: 'no-answer', fault: 'ECONNRESET' });
    expect(await zApi.unlinkGroups(ID, PHONES, options)).toEqual({ kind: 'unknown' });
    expect(calls).toHaveLength(1);
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
    await zApi.readCommunity(ID, options);
    await zApi.readStatus(options);
    expect(reports.map(({ endpoint }) => endpoint)).toEqual([
      'communities/unlink',
      'communities-metadata',
      'status',
    ]);
    expect(reports.filter(({ milliseconds }) => !Number.isInteger(milliseconds))).toEqual([]);
  });

  it.each<readonly [Exchange, number | undefined, string | undefined]>([
    [answered(403, { error: 'Client-Token x not allowed' }), 403, undefined],
    [answered(200, undefined), 200, 'FAILED'],
    [{ kind: 'no-answer', fault: 'TIMEOUT' }, undefined, 'TIMEOUT'],
    [{ kind: 'not-sent', cause: 'unreachable', fault: 'ECONNREFUSED' }, undefined, 'ECONNREFUSED'],
  ])(
    'of %j is told status and fault, and nothing of what was sent or said',
    async (exchange, status, fault) => {
      const { zApi, options, reports } = setUp(exchange);
      await zApi.unlinkGroups(ID, PHONES, options);
      expect(reports).toEqual([
        { endpoint: 'communities/unlink', milliseconds: expect.any(Number), status, fault },
      ]);
    },
  );

  it('need not be there', async () => {
    const { zApi, options } = setUp(answered(200, METADATA));
    expect(await zApi.readCommunity(ID, { deadline: options.deadline })).toMatchObject({ kind: 'found' });
  });
});
