import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { Counter, Histogram } from 'prom-client';
import { CANARY_ACCESS } from '../../support/canaries.ts';
import { respond } from '../../support/fault-server.ts';
import { scrape } from '../../support/scrape.ts';
import { startTestService, type TestService } from '../../support/service.ts';
import { EXPECTED, limited, unlink } from './unlinking.ts';
import { answerPost, SUCCESS, startUpstream, type Upstream } from './upstream.ts';

let broken = false;
let thrown = 0;

type Methods = Record<string, (...args: unknown[]) => unknown>;

/** Makes every metric of a kind throw when its turn has come, where prom-client does the work. */
const breakable = (prototype: unknown, name: string) => {
  const methods = prototype as Methods;
  const actual = methods[name];
  if (actual === undefined) throw new Error(`prom-client has no ${name}`);
  methods[name] = function (this: unknown, ...args) {
    if (broken && isOwn(this)) {
      thrown += 1;
      throw new Error(`broke on ${CANARY_ACCESS.instanceToken}`);
    }
    return actual.apply(this, args);
  };
};

/** Those of the process count when they like. */
const isOwn = (metric: unknown) => (metric as { readonly name: string }).name.startsWith('communities_');

let upstream: Upstream;
let service: TestService;

beforeAll(async () => {
  breakable(Counter.prototype, 'incWithoutExemplar');
  breakable(Histogram.prototype, 'observeWithoutExemplar');
  upstream = await startUpstream();
  service = await startTestService({ zApiUrl: upstream.url, environment: { METRICS_PORT: '0' } });
});
beforeEach(() => {
  broken = false;
  thrown = 0;
});
afterAll(async () => {
  broken = false;
  await upstream.close();
  await service.close();
});

const counted = async () =>
  (await scrape(service.metricsUrl)).samples
    .filter(
      ({ name, labels }) => name === 'communities_operations_total' && labels.operation === 'unlinkGroups',
    )
    .reduce((sum, { value }) => sum + value, 0);

const ANSWERS = [
  [SUCCESS, EXPECTED.success],
  [respond('429 Any', { 'retry-after': '7' }), limited(7)],
] as const;

it.each(ANSWERS)('an outcome that cannot be counted is told as it is', async (answer, expected) => {
  upstream.play(answerPost(answer));
  broken = true;
  expect(await unlink(service)).toEqual(expected);
  expect(upstream.posts()).toHaveLength(1);
  expect(thrown).toBeGreaterThanOrEqual(3);
  expect(service.logs.filter(({ msg }) => msg === 'something could not be counted').length).toBeGreaterThan(
    0,
  );
});

it.each(ANSWERS)('and is counted where it can be', async (answer, expected) => {
  const before = await counted();
  upstream.play(answerPost(answer));
  expect(await unlink(service)).toEqual(expected);
  expect((await counted()) - before).toBe(1);
});

it('metrics that cannot be read are answered with 500, and the service goes on', async () => {
  broken = true;
  const { status } = await fetch(service.metricsUrl ?? '');
  expect(status).toBe(500);
  expect(service.logs).toContainEqual(expect.objectContaining({ msg: 'the metrics could not be read' }));
  broken = false;
  expect((await fetch(service.metricsUrl ?? '')).status).toBe(200);
});
