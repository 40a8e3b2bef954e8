import { leaksIn } from './canaries.ts';

export interface Sample {
  /** With the suffixes that a histogram's series have. */
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface Scrape {
  readonly text: string;
  readonly samples: readonly Sample[];
  /** The value of the one series with these labels; undefined when there is none. */
  value(name: string, labels?: Readonly<Record<string, string>>): number | undefined;
}

/** Reads metrics as Prometheus does. Rejects when they hold a canary or an identifier. */
export const scrape = async (url: string | undefined): Promise<Scrape> => {
  if (url === undefined) throw new Error('no metrics are served');
  const text = await (await fetch(url)).text();
  // Of numbers only names and labels are looked at: a time in seconds has as many digits as a phone.
  const leaks = leaksIn(text.replaceAll(/ \S+$/gm, ''), { identifiers: true });
  if (leaks.length > 0) throw new Error(`the metrics leaked: ${leaks.join(', ')}`);
  const samples = text.split('\n').flatMap(sampleIn);
  return {
    text,
    samples,
    value: (name, labels = {}) =>
      samples.find(
        (sample) =>
          sample.name === name &&
          Object.entries(sample.labels).every(([label, word]) => labels[label] === word) &&
          Object.keys(sample.labels).length === Object.keys(labels).length,
      )?.value,
  };
};

const sampleIn = (line: string): readonly Sample[] => {
  const [, name, labels = '', value] = /^(\w+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
  if (name === undefined || line.startsWith('#')) return [];
  const pairs = [...labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)];
  return [
    {
      name,
      labels: Object.fromEntries(pairs.map(([, label = '', word = '']) => [label, word])),
      value: Number(value),
    },
  ];
};
