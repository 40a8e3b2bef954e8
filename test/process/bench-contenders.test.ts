import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { nextBody, PLAIN_JSON } from '../bench/calls.ts';
import { type Compiled, compile } from '../bench/compile.ts';
import { allContenders, type Contender, openKeysFile, SERVICE_WITH_KEY } from '../bench/contenders.ts';
import { callAll } from '../bench/load.ts';
import { type Running, startContender } from '../bench/start.ts';
import { closedAfterAll } from '../support/resources.ts';

/** What a contender sent to Z-API. */
interface Sent {
  readonly path: string | undefined;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: Readonly<Record<string, unknown>>;
}

interface Way {
  readonly name: string;
  /** By which it is seen who made the request. */
  readonly userAgent?: string;
  readonly connection: 'close' | 'keep-alive';
}

const WAYS: readonly Way[] = [
  { name: 'floor', connection: 'keep-alive' },
  { name: 'floor (a connection per call)', connection: 'close' },
  { name: 'bare + node-fetch', userAgent: 'node-fetch', connection: 'keep-alive' },
  { name: 'bare + node-fetch (a connection per call)', userAgent: 'node-fetch', connection: 'close' },
  { name: 'hand-written Apollo', userAgent: 'node', connection: 'keep-alive' },
  { name: 'this service', userAgent: 'node-fetch', connection: 'close' },
  { name: SERVICE_WITH_KEY, userAgent: 'node-fetch', connection: 'close' },
  { name: 'this service over undici', connection: 'close' },
  { name: 'this service over undici (keep-alive)', connection: 'keep-alive' },
];

describe('a contender of the bench', () => {
  const opened = closedAfterAll();
  const sent: Sent[] = [];
  let answer = '{"success":true}';
  let compiled: Compiled;
  let contenders: readonly Contender[];
  let url: string;

  beforeAll(async () => {
    compiled = compile();
    contenders = allContenders(opened(openKeysFile()));
    const upstream = http.createServer(async (request, response) => {
      const body = JSON.parse(Buffer.concat(await request.toArray()).toString('utf8'));
      sent.push({ path: request.url, headers: request.headers, body });
      response.end(answer);
    });
    await once(upstream.listen(0, '127.0.0.1'), 'listening');
    opened({ close: async () => void upstream.close().closeAllConnections() });
    url = `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`;
  });

  afterAll(() => compiled?.close());

  const start = async (name: string): Promise<Running> => {
    const contender = contenders.find((each) => each.name === name);
    if (contender === undefined) throw new Error(`no contender is named ${name}`);
    return opened(await startContender(contender, compiled, url));
  };

  it('is one of these', () => {
    expect(contenders.map(({ name }) => name)).toEqual(WAYS.map(({ name }) => name));
  });

  it.each(WAYS)('$name forwards a call as it says, and tells what it used', async (way) => {
    const contender = await start(way.name);
    const before = await contender.ask('cpu');
    sent.length = 0;
    await callAll(contender.target, { calls: 1, connections: 1, groups: 2 });
    expect(sent).toEqual([
      {
        path: '/instances/3D0123456789ABCDEF0123456789ABCD/token/A1B2C3D4E5F6A7B8C9D0E1F2/communities/unlink',
        headers: expect.objectContaining({
          'content-type': 'application/json',
          'client-token': 'F0123456789abcdef0123456789abcdefS',
          connection: way.connection,
        }),
        body: {
          communityId: expect.any(String),
          groupsPhones: ['1345353454354300-group', '1345353454354301-group'],
        },
      },
    ]);
    expect(sent[0]?.headers['user-agent']).toBe(way.userAgent);
    expect(await contender.ask('cpu')).toBeGreaterThan(before);
    const { rss, peakRss } = await contender.ask('memory');
    expect(rss).toBeGreaterThan(10_000_000);
    // Linux updates the peak in batches, so it can lag behind by some pages.
    expect(peakRss).toBeGreaterThan(rss * 0.95);
    await contender.close();
  });

  it('ends a run with a wrong answer', async () => {
    const { target } = await start('floor');
    answer = '{"success":false}';
    const run = callAll(target, { calls: 3, connections: 1 });
    await expect(run).rejects.toThrow('a wrong answer (HTTP 200): {"success":false}');
  });
});

it('every call of the bench is of a community of its own', () => {
  const communities = Array.from({ length: 3 }, () => JSON.parse(nextBody(PLAIN_JSON)).communityId);
  expect(new Set(communities).size).toBe(3);
});
