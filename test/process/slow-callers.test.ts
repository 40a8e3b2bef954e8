import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { connectTo, type RawConnection, statusesIn } from '../support/raw-http.ts';
import { closedAfterAll } from '../support/resources.ts';
import { startTestService, type TestService } from '../support/service.ts';

const HEADERS_MS = 5_000;
const REQUEST_MS = 10_000;
/** How much later than promised a connection may end: a second, and what a busy machine adds. */
const LATE_MS = 1_000 + 1_500;

const BODY_HEAD =
  'POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n';

const kept = closedAfterAll();
let service: TestService;
beforeAll(async () => {
  service = kept(await startTestService({ zApiUrl: 'http://127.0.0.1:1' }));
});

interface Ended {
  readonly afterMs: number;
  readonly status: number | undefined;
}

/** Writes a first part, then a letter every so often, until the other side ends the connection. */
const dribble = async (first: string, letter: string): Promise<Ended> => {
  const startedAt = performance.now();
  const connection: RawConnection = await connectTo(service.url);
  connection.socket.write(first);
  const writing = letter && setInterval(() => connection.socket.write(letter), 250);
  const received = await connection.ended;
  if (writing) clearInterval(writing);
  return { afterMs: performance.now() - startedAt, status: statusesIn(received)[0] };
};

const WAYS: readonly (readonly [way: string, first: string, letter: string, limitMs: number])[] = [
  ['say nothing', '', '', HEADERS_MS],
  ['say a letter of their path now and then', 'POST /', 'a', HEADERS_MS],
  ['never end their headers', 'POST /graphql HTTP/1.1\r\nhost: x\r\n', 'x', HEADERS_MS],
  ['never send their body', BODY_HEAD, '', REQUEST_MS],
  ['send their body a letter at a time', BODY_HEAD, ' ', REQUEST_MS],
];

describe('200 callers who hold their connections', () => {
  const PER_WAY = 40;
  const ended = new Map<string, readonly Ended[]>();
  const served: number[] = [];

  beforeAll(async () => {
    let holding = true;
    const traffic = async () => {
      while (holding) {
        const { status } = await service.graphql('{ __typename }');
        served.push(status);
        await sleep(20);
      }
    };
    const all = WAYS.map(async ([way, first, letter]) => {
      ended.set(way, await Promise.all(Array.from({ length: PER_WAY }, () => dribble(first, letter))));
    });
    const real = traffic();
    await Promise.all(all);
    holding = false;
    await real;
  }, 30_000);

  it.each(WAYS)('and %s are sent away in time, and told why', (way, _, __, limitMs) => {
    const each = ended.get(way) ?? [];
    expect(each).toHaveLength(PER_WAY);
    expect(each.filter(({ afterMs }) => afterMs < limitMs - 50 || afterMs > limitMs + LATE_MS)).toEqual([]);
    expect(each.filter(({ status }) => status !== 408)).toEqual([]);
  });

  it('keep nobody else from being served', () => {
    expect(served.length).toBeGreaterThan(100);
    expect(served.filter((status) => status !== 200)).toEqual([]);
  });
});
