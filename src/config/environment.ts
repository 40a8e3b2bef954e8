import { statSync } from 'node:fs';
import { type Config, ConfigError, readConfig } from './config.ts';
import { reportFaults } from './config-report.ts';

/** EX_CONFIG of sysexits.h: something was found in an unconfigured or misconfigured state. */
const EXIT_CONFIG = 78;

const ENV_FILE = '.env';

/** Adds `.env` to the environment when the file is there; what is already set wins. */
export const loadEnvFile = (): void => {
  if (statSync(ENV_FILE, { throwIfNoEntry: false })?.isFile()) process.loadEnvFile(ENV_FILE);
};

/** The configuration of this process; when it has faults, says them all and exits with 78. */
export const configOrExit = (): Config => {
  try {
    return readConfig(process.env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(reportFaults(error.faults));
    process.exit(EXIT_CONFIG);
  }
};
