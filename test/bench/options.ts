import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

/** What the command line asks for. */
export interface Options {
  /** The CPU table alone, of the main contenders, in about a minute. */
  readonly quick: boolean;
  /** Names of contenders, in place of those that are usual. */
  readonly only: readonly string[] | undefined;
  /** The `dist/main.js` of another build of the service, to be measured beside this one. */
  readonly beside: string | undefined;
  /** Folder for a CPU profile of each contender (`node --cpu-prof`); its figures are worth less then. */
  readonly profile: string | undefined;
}

export const readOptions = (): Options => {
  const { values } = parseArgs({
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string' },
      beside: { type: 'string' },
      profile: { type: 'string' },
    },
  });
  const { quick, only, beside, profile } = values;
  return { quick, only: only?.split(','), beside: inFull(beside), profile: inFull(profile) };
};

const inFull = (path: string | undefined): string | undefined => path && resolve(path);
