import type { SettingFault } from './setting-reader.ts';
import { SETTINGS } from './settings.ts';

/** What an operator reads when the service cannot start: every fault by name, what it is and where to find it. */
export const reportFaults = (faults: readonly SettingFault[]): string =>
  [
    `The service cannot start: ${faults.length} ${faults.length === 1 ? 'setting is' : 'settings are'} missing or wrong.`,
    '',
    ...faults.flatMap(({ name, fault }) => {
      const setting = SETTINGS.find((candidate) => candidate.name === name);
      return [
        `  ${name} ${fault}.`,
        `      ${setting?.what}`,
        ...(setting?.where ? [`      In Z-API's panel: ${setting.where}.`] : []),
        '',
      ];
    }),
    'Set them in the environment or in a file named .env (see .env.example); the environment wins.',
    'No account at hand? `npm run dev` starts with an embedded simulator and needs no setting.',
    '',
  ].join('\n');
