import type { Form } from './setting-forms.ts';
import { SETTINGS, type SettingName } from './settings.ts';

/** One setting that is missing or wrong. Never holds the value. */
export interface SettingFault {
  readonly name: SettingName;
  readonly fault: string;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** Reads settings one by one and gathers what is wrong, so that all faults can be told at once. */
export class SettingReader {
  readonly faults: SettingFault[] = [];
  readonly #environment: Environment;

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  /** Whether the environment says anything of it; an empty value counts as unset. */
  isGiven(name: SettingName): boolean {
    return Boolean(this.#environment[name]);
  }

  refuse(name: SettingName, fault: string): void {
    this.faults.push({ name, fault });
  }

  /** The value, or the fallback's; undefined when there is neither, or it is refused. */
  read<T>(name: SettingName, form: Form<T>): T | undefined {
    const text = this.#environment[name] || SETTINGS.find((setting) => setting.name === name)?.fallback;
    if (text === undefined) return undefined;
    const checked = text === text.trim() ? form(text) : { fault: 'begins or ends with white space' };
    if ('value' in checked) return checked.value;
    this.refuse(name, checked.fault);
    return undefined;
  }

  /** The same of a setting that must be given. */
  require<T>(name: SettingName, form: Form<T>, why = ''): T | undefined {
    if (!this.isGiven(name)) this.refuse(name, `is missing${why}`);
    return this.read(name, form);
  }
}
