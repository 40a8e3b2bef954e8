import { readFileSync } from 'node:fs';
import { ValidateBy, ValidateIf, type ValidationError, validateSync } from 'class-validator';
import type { Form } from './setting-forms.ts';

/** Holds a member of an entry to the form that a setting of its kind has. */
export const Is = (form: Form<string>): PropertyDecorator => {
  const faultOf = (value: unknown) => {
    const checked = typeof value === 'string' ? form(value) : { fault: 'must be a text' };
    return 'fault' in checked ? checked.fault : undefined;
  };
  return ValidateBy({
    name: 'form',
    validator: {
      validate: (value) => faultOf(value) === undefined,
      defaultMessage: (member) => faultOf(member?.value) ?? '',
    },
  });
};

/** A member may be left out; null is no way to leave it out. */
export const Optional = (): PropertyDecorator => ValidateIf((_, value) => value !== undefined);

/** A JSON file whose path is the setting: an object with one member, a list of entries of one class. */
export const listFile =
  <T extends object>(member: string, Entry: new () => T): Form<readonly T[]> =>
  (path) => {
    const text = readText(path);
    if (text === undefined) return { fault: 'names a file that cannot be read' };
    const list = parseList(text, member);
    if (list === undefined)
      return { fault: `names a file that is not JSON of the form {"${member}": [...]}` };
    const known = Object.keys(new Entry());
    const entries = list.map((json) => Object.assign(new Entry(), json));
    const faults = entries.flatMap((entry, index) =>
      Object.keys(list[index] ?? {}).every((name) => known.includes(name))
        ? faultsOf(entry, `${member}[${index}]`)
        : [`${member}[${index}] has a field that is not known`],
    );
    return faults.length > 0
      ? { fault: `names a file that is wrong: ${faults.join('; ')}` }
      : { value: entries };
  };

const readText = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
};

const parseList = (text: string, member: string): readonly object[] | undefined => {
  try {
    const list: unknown = JSON.parse(text)?.[member];
    return Array.isArray(list) && list.every((entry) => typeof entry === 'object' && entry !== null)
      ? list
      : undefined;
  } catch {
    return undefined;
  }
};

/** Where an entry is wrong and how, never with its values. */
export const faultsOf = (entry: object, place: string): readonly string[] =>
  validateSync(entry, { validationError: { target: false, value: false } }).map(
    ({ property, constraints }: ValidationError) =>
      `${place}.${property} ${Object.values(constraints ?? {})[0]}`,
  );
