import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

const PREFIX = 'communities_';

/** From an answer at once to an operation at its deadline, which is 20 seconds unless set. */
const BUCKETS_S = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15, 20, 30];

/** Adds one to a series. */
export type Count = () => void;

/** Adds a time, given in milliseconds, to a series. */
export type Time = (milliseconds: number) => void;

/**
 * The metrics of one registry. A series is made once, at start, and is there at zero from then on: nothing that a caller
 * sends can add one, and the first failure of its kind shows as an increase.
 */
export class MetricRegistry {
  readonly #registers: Registry[];

  constructor(registry: Registry) {
    this.#registers = [registry];
  }

  counter<L extends string>(name: string, help: string, labelNames: readonly L[]) {
    const counter = new Counter({ name: PREFIX + name, help, labelNames, registers: this.#registers });
    return (labels: Readonly<Record<L, string>>): Count => {
      counter.inc(labels, 0);
      return () => counter.inc(labels);
    };
  }

  durations<L extends string>(name: string, help: string, labelNames: readonly L[]) {
    const histogram = new Histogram({
      name: PREFIX + name,
      help,
      labelNames,
      buckets: BUCKETS_S,
      registers: this.#registers,
    });
    return (labels: Readonly<Record<L, string>>): Time => {
      histogram.zero(labels);
      return (milliseconds) => histogram.observe(labels, milliseconds / 1_000);
    };
  }

  /** Read when the metrics are asked for. */
  gauge(name: string, help: string, read: () => number): void {
    new Gauge({
      name: PREFIX + name,
      help,
      registers: this.#registers,
      collect() {
        this.set(read());
      },
    });
  }

  /** The same of several values, by the word that one label says. */
  gauges<L extends string, W extends string>(
    name: string,
    help: string,
    label: L,
    read: () => Readonly<Record<W, number>>,
  ): void {
    new Gauge({
      name: PREFIX + name,
      help,
      labelNames: [label],
      registers: this.#registers,
      collect() {
        for (const [word, value] of Object.entries<number>(read())) this.labels(word).set(value);
      },
    });
  }

  /** A count that is kept elsewhere, read when the metrics are asked for. */
  count(name: string, help: string, read: () => number): void {
    new Counter({
      name: PREFIX + name,
      help,
      registers: this.#registers,
      collect() {
        this.reset();
        this.inc(read());
      },
    });
  }
}

/** What is made of each word. */
export const byLabel = <W extends string, T>(
  words: readonly W[],
  make: (word: W) => T,
): ReadonlyMap<string, T> => new Map(words.map((word) => [word, make(word)]));
