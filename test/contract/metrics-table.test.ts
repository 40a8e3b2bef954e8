import { beforeAll, describe, expect, it } from '@jest/globals';
import { codeIn, README, tableOf } from '../support/readme.ts';
import { closedAfterAll } from '../support/resources.ts';
import { type Sample, scrape } from '../support/scrape.ts';
import { startTestService } from '../support/service.ts';

type Words = Readonly<Record<string, readonly string[]>>;
type Metrics = Readonly<Record<string, Words>>;

/** What the README says: the labels of each metric, and the words of each label. */
const written: Metrics = Object.fromEntries(
  tableOf('metric').map(([name = '', labels = '']) => [
    quotedIn(name)[0],
    Object.fromEntries(
      labels
        .split(';')
        .map(quotedIn)
        .filter((words) => words.length > 0)
        .map(([label, ...words]) => [label, words.sort()]),
    ),
  ]),
);

function quotedIn(text: string): string[] {
  return [...text.matchAll(/`([^`]+)`/g)].map(([, word = '']) => word);
}

const OWN = /^communities_/;

const metricOf = ({ name }: Sample, histograms: ReadonlySet<string>): string => {
  const base = name.replace(/_(?:bucket|sum|count)$/, '');
  return histograms.has(base) ? base : name;
};

const kept = closedAfterAll();
let served: Metrics;
let foreign: readonly string[];

beforeAll(async () => {
  const service = kept(
    await startTestService({ zApiUrl: 'http://127.0.0.1:1', environment: { METRICS_PORT: '0' } }),
  );
  const { text, samples } = await scrape(service.metricsUrl);
  const histograms = new Set([...text.matchAll(/^# TYPE (\w+) histogram$/gm)].map(([, name = '']) => name));
  const metrics: Record<string, Record<string, string[]>> = {};
  for (const sample of samples.filter(({ name }) => OWN.test(name))) {
    const metric = metricOf(sample, histograms);
    const words = metrics[metric] ?? {};
    metrics[metric] = words;
    for (const [label, word] of Object.entries(sample.labels)) {
      if (label !== 'le') words[label] = [...new Set([...(words[label] ?? []), word])].sort();
    }
  }
  served = metrics;
  foreign = samples.map(({ name }) => name).filter((name) => !OWN.test(name));
});

describe("the README's table of metrics", () => {
  it('lists every metric of the service with all its labels and their words, and no other', () => {
    expect(Object.keys(served).length).toBeGreaterThan(10);
    expect(served).toEqual(written);
  });

  it('is followed by metrics of the process that there are', () => {
    const named = ['nodejs_eventloop_lag_p99_seconds', 'nodejs_eventloop_lag_max_seconds'];
    const [, after = ''] = /\nOf the process, as `prom-client` names it: (.*?)\n\n/s.exec(README) ?? [];
    const told = quotedIn(after);
    expect(told).toEqual(expect.arrayContaining(named));
    // Garbage is not always collected before the first look.
    expect(told.filter((name) => !foreign.includes(name))).toEqual(['nodejs_gc_duration_seconds']);
  });

  it('is what its alerts are made of', () => {
    const [, alerts = ''] = codeIn('Metrics', 'yaml');
    const used = [...alerts.matchAll(/(communities_\w+)(?:\{([^}]*)\})?/g)];
    expect(used).toHaveLength(4);
    for (const [, name = '', labels = ''] of used) {
      expect(Object.keys(served)).toContain(name);
      for (const [, label = '', word] of labels.matchAll(/(\w+)="([^"]*)"/g)) {
        expect(served[name]?.[label]).toContain(word);
      }
    }
  });
});
