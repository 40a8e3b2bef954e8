import { describe, expect, it } from '@jest/globals';
import { CommunityReader } from '../../../../src/api/community/community-loader.ts';
import type { ReadLimits } from '../../../../src/api/context/tenant.ts';
import { RateLimiter } from '../../../../src/store/rate-limiter.ts';
import { systemClock } from '../../../../src/utils/clock.ts';
import { Deadline } from '../../../../src/utils/deadline.ts';
import type { ExchangeReport } from '../../../../src/utils/service-observer.ts';
import { ZApiDatasource } from '../../../../src/z-api/z-api.datasource.ts';
import { type Answering, answered, transportOf } from '../../z-api/exchanges.ts';

const ID = '98372465382764532938';
const FOUND = answered(200, { name: 'Community', description: null, subGroups: [] });
const EXHAUSTED = { kind: 'failed', meaning: { kind: 'limited', retryAfterSeconds: 1 } };

const MOST_READS = 50;

const at = <T>(values: readonly T[], index: number): T => {
  const value = values[index];
  if (value === undefined) throw new Error(`expected a value at ${index}`);
  return value;
};

/** An id for each number, none of them alike. */
const idOf = (number: number) => String(10_000 + number);

const setUp = (
  answering: Answering,
  { inTurn = (read) => read(), perMinute = new RateLimiter(0) }: Partial<ReadLimits> = {},
) => {
  const { transport, calls } = transportOf(answering);
  const reports: ExchangeReport[] = [];
  const options = {
    deadline: new Deadline(5_000, { ...systemClock, now: () => 0 }),
    observers: [(report: ExchangeReport) => void reports.push(report)],
  };
  return {
    reader: new CommunityReader(new ZApiDatasource(transport, 12_000), () => options, { inTurn, perMinute }),
    calls,
    reports,
  };
};

describe('reading a community', () => {
  it('gives its metadata', async () => {
    const { reader } = setUp(FOUND);
    expect(await reader.read(ID)).toEqual({
      kind: 'found',
      value: { id: ID, name: 'Community', description: null, groups: [] },
    });
  });

  it('gives what came instead of it, without throwing', async () => {
    const { reader } = setUp(answered(404, ''));
    expect(await reader.read(ID)).toEqual({ kind: 'failed', meaning: { kind: 'missing' } });
  });

  it("spends the operation's deadline and tells its observer", async () => {
    const { reader, calls, reports } = setUp(FOUND);
    await reader.read(ID);
    expect(calls).toEqual([[{ method: 'GET', path: ['communities-metadata', ID] }, 5_000]]);
    expect(reports).toMatchObject([{ endpoint: 'communities-metadata', status: 200 }]);
  });

  it('asks for each community by its own id', async () => {
    const { reader, calls } = setUp(FOUND);
    const read = await Promise.all([reader.read('11111'), reader.read('22222')]);
    expect(read).toMatchObject([{ value: { id: '11111' } }, { value: { id: '22222' } }]);
    expect(calls.map(([{ path }]) => path.at(-1))).toEqual(['11111', '22222']);
  });

  it('throws what nobody foresaw, to be masked', async () => {
    const bug = new TypeError('bug');
    await expect(setUp(() => Promise.reject(bug)).reader.read(ID)).rejects.toBe(bug);
  });
});

describe('a community that was read', () => {
  it('is asked for once, however often and however soon it is read again', async () => {
    const { reader, calls } = setUp(FOUND);
    const both = await Promise.all([reader.read(ID), reader.read(ID)]);
    expect(await reader.read(ID)).toBe(at(both, 0));
    expect(at(both, 1)).toBe(at(both, 0));
    expect(calls).toHaveLength(1);
  });

  it('is asked for once when that failed too', async () => {
    const { reader, calls } = setUp(answered(502, ''));
    expect(await reader.read(ID)).toEqual({ kind: 'failed', meaning: { kind: 'unknown' } });
    expect(await reader.read(ID)).toEqual({ kind: 'failed', meaning: { kind: 'unknown' } });
    expect(calls).toHaveLength(1);
  });
});

describe('listing communities', () => {
  it('asks for the page within the deadline and gives what it says', async () => {
    const { reader, calls, reports } = setUp(answered(200, [{ id: ID, name: 'Community' }]));
    expect(await reader.list(3, 7)).toEqual({ kind: 'found', value: [{ id: ID, name: 'Community' }] });
    expect(calls).toEqual([
      [{ method: 'GET', path: ['communities'], query: { page: 3, pageSize: 7 } }, 5_000],
    ]);
    expect(reports).toMatchObject([{ endpoint: 'communities' }]);
  });
});

describe('one request', () => {
  it('causes at most 50 reads, and says of the next that there is a limit', async () => {
    const { reader, calls } = setUp(FOUND);
    const results = await Promise.all(
      Array.from({ length: MOST_READS + 2 }, (_, index) => reader.read(idOf(index))),
    );
    expect(results.slice(0, MOST_READS).filter(({ kind }) => kind !== 'found')).toEqual([]);
    expect(results.slice(MOST_READS)).toEqual([EXHAUSTED, EXHAUSTED]);
    expect(calls).toHaveLength(MOST_READS);
  });

  it('counts lists among its reads', async () => {
    const { reader, calls } = setUp(answered(200, []));
    for (let page = 1; page <= MOST_READS; page += 1) await reader.list(page, 1);
    expect(await reader.list(51, 1)).toEqual(EXHAUSTED);
    expect(await reader.read(ID)).toEqual(EXHAUSTED);
    expect(calls).toHaveLength(MOST_READS);
  });

  it('may still have what it read, when its reads are used up', async () => {
    const { reader } = setUp(FOUND);
    for (let index = 0; index < MOST_READS; index += 1) await reader.read(idOf(index));
    expect(await reader.read(ID)).toEqual(EXHAUSTED);
    expect(await reader.read(idOf(0))).toMatchObject({ kind: 'found' });
  });
});

describe('the limit', () => {
  it('lets each read begin, a list too', async () => {
    const waiting: (() => void)[] = [];
    const { reader, calls } = setUp(FOUND, {
      inTurn: async (read) => {
        await new Promise<void>((go) => waiting.push(go));
        return read();
      },
    });
    const reads = [reader.read('11111'), reader.list(1, 20)];
    expect(waiting).toHaveLength(2);
    expect(calls).toHaveLength(0);
    for (const go of waiting) go();
    await Promise.all(reads);
    expect(calls).toHaveLength(2);
  });

  it('is not troubled with what was read already, or is refused', async () => {
    let asked = 0;
    const { reader } = setUp(FOUND, {
      inTurn: (read) => {
        asked += 1;
        return read();
      },
    });
    for (let index = 0; index < MOST_READS + 5; index += 1) await reader.read(idOf(index));
    await reader.read(idOf(0));
    expect(asked).toBe(MOST_READS);
  });

  it('of a minute is spent by each read that begins, a list too, and refuses what is more', async () => {
    const { reader, calls } = setUp(FOUND, { perMinute: new RateLimiter(2) });
    await reader.list(1, 20);
    await reader.read('11111');
    await reader.read('11111');
    expect(await reader.read('22222')).toEqual({
      kind: 'failed',
      meaning: { kind: 'limited', retryAfterSeconds: 60 },
    });
    expect(calls).toHaveLength(2);
  });

  it('of a minute is spent by each attempt', async () => {
    const { reader, calls } = setUp(
      { kind: 'no-answer', fault: 'ECONNRESET' },
      { perMinute: new RateLimiter(4) },
    );
    await reader.read('11111');
    expect(calls).toHaveLength(3);
    await reader.read('22222');
    expect(calls).toHaveLength(6);
    expect(await reader.read('33333')).toMatchObject({ meaning: { kind: 'limited' } });
    expect(calls).toHaveLength(6);
  });
});
