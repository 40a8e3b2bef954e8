import { statSync } from 'node:fs';
import { type Config, ConfigError, readConfig, type SettingError } from './config.ts';
import { SETTINGS } from './settings.ts';

/** EX_CONFIG of sysexits.h: an unconfigured or misconfigured state. */
const EXIT_CONFIG = 78;

const ENV_FILE = '.env';

/** Loads `.env` if it exists. Variables that are already set are kept. */
export const loadEnvFile = (): void => {
  if (statSync(ENV_FILE, { throwIfNoEntry: false })?.isFile()) process.loadEnvFile(ENV_FILE);
};

/** The configuration of this process. When it is invalid, prints all errors and exits with 78. */
export const configOrExit = (): Config => {
  try {
    return readConfig(process.env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(formatErrors(error.errors));
    process.exit(EXIT_CONFIG);
  }
};

/** The start-up message for operators: each error with the setting's description and hint. */
export const formatErrors = (errors: readonly SettingError[]): string =>
  [
    `The service cannot start: ${errors.length} ${errors.length === 1 ? 'setting is' : 'settings are'} missing or invalid.`,
    '',
    ...errors.flatMap(({ name, error }) => {
      const setting = SETTINGS.find((candidate) => candidate.name === name);
      return [
        `  ${name} ${error}.`,
        `      ${setting?.description}`,
        ...(setting?.hint ? [`      In Z-API's panel: ${setting.hint}.`] : []),
        '',
      ];
    }),
    'Set them in the environment or in a file named .env (see .env.example). The environment wins.',
    'To try the service without a Z-API account, run `npm run dev`: it uses an embedded simulator and requires no settings.',
    '',
  ].join('\n');
