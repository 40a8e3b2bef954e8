import { runCampaign } from './campaign.ts';
import { exchange } from './exchange.ts';
import { type FuzzInput, GENERATORS, inputOf } from './inputs.ts';
import { judgeLine } from './judge.ts';
import { type Ended, startFuzzedServices } from './services.ts';
import { Tally } from './tally.ts';

/** Starts the services, sends all inputs, stops the services, and judges what was answered and what was written. */
export const fuzz = async (inputs: Iterable<FuzzInput>): Promise<Tally> => {
  const tally = new Tally();
  const services = await startFuzzedServices();
  try {
    await runCampaign({ inputs, ports: services.ports, tally });
    for (const ended of await services.stop()) judgeEnded(ended, tally);
  } finally {
    await services.close();
  }
  return tally;
};

const judgeEnded = ({ door, inOrder, logs, stderr }: Ended, tally: Tally): void => {
  for (const line of logs) tally.find(judgeLine(line), inputNamedIn(line));
  if (!inOrder) tally.find([{ kind: 'crash', detail: `${door}: did not end with 0 when told to stop` }]);
  if (stderr !== '') tally.find([{ kind: 'error logged', detail: `${door}: ${stderr.slice(0, 2_000)}` }]);
};

/** Every input has its name for a request id, which most log lines hold. */
const inputNamedIn = (line: string): FuzzInput | undefined => {
  const [, name = '', seed, index] = /"requestId":"fuzz\.(\w+)\.(\d+)\.(\d+)"/.exec(line) ?? [];
  const generator = GENERATORS.find((generator) => generator === name);
  return generator && inputOf(generator, Number(seed), Number(index));
};

/** Sends one input alone; what came back. */
export const replay = async (input: FuzzInput): Promise<string> => {
  const services = await startFuzzedServices();
  try {
    const { ending, received } = await exchange(services.ports[input.door], input);
    return `${received}\n(${ending})`;
  } finally {
    await services.close();
  }
};
