import { type ArgumentRule, asAWhole } from './argument-rule.ts';

/** `<digits>-group`, or the older `<phone>-<unix time>` without suffix (doc). */
const FORM = /^(?:[0-9]{10,32}-group|[0-9]{8,15}-[0-9]{8,12})$/;

/** A community holds at most 50 groups (doc). */
export const MAX_GROUPS = 50;

/** Repeated ids count once and keep their first place. */
export const distinct = (phones: readonly string[]): readonly string[] => [...new Set(phones)];

const elements = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

export const groupPhoneFormat: ArgumentRule = {
  name: 'format',
  message: 'groupPhoneFormat',
  brokenAt: (value) =>
    elements(value).flatMap((phone, index) =>
      typeof phone === 'string' && FORM.test(phone) ? [] : [[String(index)]],
    ),
};

export const minGroups: ArgumentRule = {
  name: 'minItems',
  message: 'minGroups',
  brokenAt: (value) => asAWhole(elements(value).length >= 1),
};

export const maxGroups: ArgumentRule = {
  name: 'maxItems',
  message: 'maxGroups',
  brokenAt: (value) => asAWhole(new Set(elements(value)).size <= MAX_GROUPS),
};
