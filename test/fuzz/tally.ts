import { readAnswers } from './answers.ts';
import type { Exchange } from './exchange.ts';
import type { FuzzInput, GeneratorName } from './inputs.ts';
import type { Fault } from './judge.ts';

export interface Finding extends Fault {
  /** What was sent; undefined where it is not known. */
  readonly input: FuzzInput | undefined;
}

export interface GeneratorTally {
  readonly inputs: number;
  /** How often each outcome came: the status of the first answer, or how the connection ended without one. */
  readonly outcomes: Readonly<Record<string, number>>;
  readonly slowestMs: number;
}

/** Counts what came of every input. */
export class Tally {
  readonly findings: Finding[] = [];
  readonly #byGenerator = new Map<GeneratorName, GeneratorTally>();

  of(generator: GeneratorName): GeneratorTally {
    return this.#byGenerator.get(generator) ?? NONE;
  }

  count({ generator }: FuzzInput, exchange: Exchange): void {
    const { inputs, outcomes, slowestMs } = this.of(generator);
    const outcome = outcomeOf(exchange);
    this.#byGenerator.set(generator, {
      inputs: inputs + 1,
      outcomes: { ...outcomes, [outcome]: (outcomes[outcome] ?? 0) + 1 },
      slowestMs: Math.max(slowestMs, exchange.milliseconds),
    });
  }

  find(faults: readonly Fault[], input?: FuzzInput): void {
    this.findings.push(...faults.map((fault) => ({ ...fault, input })));
  }
}

const NONE: GeneratorTally = { inputs: 0, outcomes: {}, slowestMs: 0 };

const outcomeOf = ({ received, ending }: Exchange): string => {
  const answered = readAnswers(received).answers.find(({ status }) => status >= 200);
  return answered === undefined ? ending : String(answered.status);
};
