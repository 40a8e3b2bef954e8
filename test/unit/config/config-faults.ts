import { ConfigError, readConfig } from '../../../src/config/config.ts';
import { type Environment, LIVE } from './live-environment.ts';

/** The error that reading throws; throws itself when there is none. */
export const configErrorOf = (environment: Environment): ConfigError => {
  try {
    readConfig(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error('expected a ConfigError');
};

/** The faults of a live environment that is sound but for what is given, each as `NAME fault`. */
export const faultsWith = (environment: Environment): readonly string[] =>
  configErrorOf({ ...LIVE, ...environment }).errors.map(({ name, error }) => `${name} ${error}`);
