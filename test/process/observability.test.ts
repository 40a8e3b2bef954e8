import { once } from 'node:events';
import { copyFile, readFile, writeFile } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { CANARY_ACCESS, leaksIn } from '../support/canaries.ts';
import { type FaultServer, respond, startFaultServer } from '../support/fault-server.ts';
import { type Checkout, copyCheckout, type SpawnedProcess, spawnProcess } from '../support/process.ts';
import { codeIn } from '../support/readme.ts';
import { closedAfterAll } from '../support/resources.ts';
import { until } from '../support/until.ts';

const COMMUNITY_ID = '98372465382764532938';
const GROUP = '1345353454354354-group';
const LEFT = { name: 'Any', subGroups: [{ name: 'Any', phone: GROUP, isGroupAnnouncement: false }] };
const TRACE_ID = 'abcdefabcdefabcdefabcdefabcdefab';
const QUERY =
  'mutation ($id: ID!, $groups: [String!]!) { unlinkGroups(communityId: $id, groupsPhones: $groups) { __typename } }';

const kept = closedAfterAll();
let checkout: Checkout;

beforeAll(async () => {
  checkout = kept(await copyCheckout());
  const build = kept(spawnProcess('npm', ['run', 'build'], { cwd: checkout.path }));
  expect(await build.exit).toEqual({ code: 0, signal: null });
});

const startService = (env: Readonly<Record<string, string>>, ...options: readonly string[]): SpawnedProcess =>
  kept(
    spawnProcess('node', [...options, join('dist', 'main.js')], {
      cwd: checkout.path,
      env: {
        PORT: '0',
        ZAPI_INSTANCE_ID: CANARY_ACCESS.instanceId,
        ZAPI_INSTANCE_TOKEN: CANARY_ACCESS.instanceToken,
        ZAPI_CLIENT_TOKEN: CANARY_ACCESS.clientToken,
        ...env,
      },
    }),
  );

const unlinkAt = async (service: SpawnedProcess): Promise<unknown> => {
  const [, port] = await service.printed(/"port":(\d+),"mode":"\w+","msg":"ready"/);
  const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      traceparent: `00-${TRACE_ID}-aabbccddeeffaabb-01`,
      tracestate: 'vendor=squeamish',
      baggage: 'phone=squeamish',
    },
    body: JSON.stringify({ query: QUERY, variables: { id: COMMUNITY_ID, groups: [GROUP] } }),
  });
  return response.json();
};

/** A Z-API that loses its answer to the unlink, and whose community still holds the group. */
const startZApi = async (): Promise<FaultServer> =>
  kept(
    await startFaultServer(async ({ request, send, end }) => {
      const sent = (await request()).toString('latin1');
      const json = { 'content-type': 'application/json' };
      send(sent.startsWith('POST') ? respond('502 Any') : respond('200 OK', json, JSON.stringify(LEFT)));
      end();
    }),
  );

interface WrittenSpan {
  readonly ids: { readonly traceId: string; readonly spanId: string; readonly parent?: string };
  readonly told: {
    readonly name: string;
    readonly kind: number;
    readonly attributes: Record<string, unknown>;
  };
}

describe("a service with an operator's SDK and its instrumentation of HTTP", () => {
  let zApi: FaultServer;
  let spans: readonly WrittenSpan[];

  beforeAll(async () => {
    zApi = await startZApi();
    await copyFile('test/support/register-tracing.mjs', join(checkout.path, 'register-tracing.mjs'));
    const file = join(checkout.path, 'spans.jsonl');
    await writeFile(file, '');
    const service = startService(
      { ZAPI_BASE_URL: zApi.url, SPANS_FILE: file },
      '--import',
      './register-tracing.mjs',
    );
    expect(await unlinkAt(service)).toEqual({
      data: { unlinkGroups: { __typename: 'UnlinkOutcomeUnknownError' } },
    });
    const linesOf = async () => (await readFile(file, 'utf8')).split('\n').filter((line) => line !== '');
    // The span of the request is the operator's, and the last one.
    await until(async () => (await linesOf()).some((line) => line.includes('"name":"POST"')));
    service.kill('SIGTERM');
    await service.exit;
    spans = (await linesOf()).map((line) => JSON.parse(line));
  });

  it("sends Z-API nothing of the caller's trace, and none of its own", () => {
    expect(zApi.requests).toHaveLength(3);
    const bytes = zApi.requests.map((request) => request.toString('latin1')).join('\n');
    expect(bytes).not.toMatch(/traceparent|tracestate|baggage|b3|squeamish|abcdefabcdef/i);
  });

  it("makes its spans in the operator's, in the trace of the caller", () => {
    const nameOf = (id: string | undefined) => spans.find(({ ids }) => ids.spanId === id)?.told.name ?? id;
    expect(spans.map(({ ids, told }) => [told.name, nameOf(ids.parent)])).toEqual([
      ['communities/unlink', 'unlinkGroups'],
      ['communities-metadata', 'read-back'],
      ['read-back', 'unlinkGroups'],
      ['communities-metadata', 'second-look'],
      ['second-look', 'unlinkGroups'],
      ['unlinkGroups', 'POST'],
      ['POST', 'aabbccddeeffaabb'],
    ]);
    expect(new Set(spans.map(({ ids }) => ids.traceId))).toEqual(new Set([TRACE_ID]));
  });

  it('tells no secret, URL of Z-API, phone or id in any of them', () => {
    const texts = spans.map(({ told }) => JSON.stringify(told));
    expect(texts.flatMap((text) => leaksIn(text, { identifiers: true }))).toEqual([]);
    expect(texts.join('\n')).not.toContain(String(zApi.port));
    expect(texts.join('\n')).not.toContain('squeamish');
  });
});

describe('the tracing of the README', () => {
  it('prints spans of the service as it stands there', async () => {
    const [code = ''] = codeIn('Tracing', 'js');
    await writeFile(join(checkout.path, 'tracing.mjs'), code);
    const { url } = await startZApi();
    const service = startService({ ZAPI_BASE_URL: url }, '--import', './tracing.mjs');
    await unlinkAt(service);
    for (const name of ['communities/unlink', 'read-back', 'unlinkGroups', 'POST']) {
      await service.printed(new RegExp(`name: '${name}'`));
    }
    service.kill('SIGTERM');
    expect(await service.exit).toEqual({ code: 0, signal: null });
  });
});

describe('a service whose metrics cannot listen', () => {
  it('does not start, and says why', async () => {
    const holder = http.createServer().listen(0, '127.0.0.1');
    await once(holder, 'listening');
    kept({ close: () => new Promise<void>((resolve) => holder.close(() => resolve())) });
    const { port } = holder.address() as AddressInfo;
    const service = startService({ METRICS_PORT: String(port) });
    expect(await service.exit).toEqual({ code: 1, signal: null });
    expect(service.logs).toMatchObject([{ level: 'fatal', msg: 'the service cannot start' }]);
  });

  it('lets go of its metrics where it is the service that cannot listen', async () => {
    const holder = http.createServer().listen(0, '127.0.0.1');
    await once(holder, 'listening');
    kept({ close: () => new Promise<void>((resolve) => holder.close(() => resolve())) });
    const { port } = holder.address() as AddressInfo;
    const service = startService({ PORT: String(port), METRICS_PORT: '0' });
    expect(await service.exit).toEqual({ code: 1, signal: null });
    expect(service.logs).toMatchObject([{ msg: 'metrics' }, { msg: 'the service cannot start' }]);
  });
});
