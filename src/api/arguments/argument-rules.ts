import { ValidateBy, validateSync } from 'class-validator';
import { ArgumentValidationError } from 'type-graphql';
import type { Messages } from '../../i18n/en.ts';
import { COMMUNITY_ID, GROUP_PHONE } from '../../utils/ids.ts';

/** The stable names that `CommunityInputIssue.rule` may carry. */
export type RuleName = 'format' | 'minItems' | 'maxItems' | 'min' | 'max';

/** A rule of one argument. */
export interface ArgumentRule {
  readonly name: RuleName;
  /** The sentence for people. */
  readonly message: keyof Messages['rules'];
  /** Where the value breaks the rule, below the argument: nowhere `[]`, as a whole `[[]]`, in its third element `[['2']]`. */
  readonly violations: (value: unknown) => readonly (readonly string[])[];
}

/**
 * Holds an argument to a rule through class-validator. The rule travels along as the constraint's context, so
 * that the middleware can say which element failed: class-validator's own `each` does not.
 */
export const Rule = (rule: ArgumentRule): PropertyDecorator =>
  ValidateBy(
    {
      name: rule.name,
      validator: {
        validate: (value) => rule.violations(value).length === 0,
        defaultMessage: () => rule.name,
      },
    },
    { context: rule },
  );

const OPTIONS = {
  skipMissingProperties: true,
  forbidUnknownValues: false,
  // Else the errors would echo what was sent.
  validationError: { target: false, value: false },
};

/** Holds arguments to their rules, none of which waits for anything; type-graphql, left to itself, imports class-validator anew for each of them. */
export const validateArguments = (args: unknown): void => {
  const errors = [args]
    .flat()
    .filter(isObject)
    .flatMap((one) => validateSync(one, OPTIONS));
  if (errors.length > 0) throw new ArgumentValidationError(errors);
};

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

export const asAWhole = (holds: boolean): readonly (readonly string[])[] => (holds ? [] : [[]]);

export const min = (least: number, message: keyof Messages['rules']): ArgumentRule => ({
  name: 'min',
  message,
  violations: (value) => asAWhole(typeof value === 'number' && value >= least),
});

export const max = (most: number, message: keyof Messages['rules']): ArgumentRule => ({
  name: 'max',
  message,
  violations: (value) => asAWhole(typeof value === 'number' && value <= most),
});

export const isCommunityId = (value: unknown): value is string =>
  typeof value === 'string' && COMMUNITY_ID.test(value);

export const communityIdFormat: ArgumentRule = {
  name: 'format',
  message: 'communityIdFormat',
  violations: (value) => asAWhole(isCommunityId(value)),
};

/** A community holds at most 50 groups (doc). */
export const MAX_GROUPS = 50;

/** Repeated ids count once and keep their first place. */
export const distinct = (phones: readonly string[]): readonly string[] => [...new Set(phones)];

const elements = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

export const groupPhoneFormat: ArgumentRule = {
  name: 'format',
  message: 'groupPhoneFormat',
  violations: (value) =>
    elements(value).flatMap((phone, index) =>
      typeof phone === 'string' && GROUP_PHONE.test(phone) ? [] : [[String(index)]],
    ),
};

export const minGroups: ArgumentRule = {
  name: 'minItems',
  message: 'minGroups',
  violations: (value) => asAWhole(elements(value).length >= 1),
};

export const maxGroups: ArgumentRule = {
  name: 'maxItems',
  message: 'maxGroups',
  violations: (value) => asAWhole(new Set(elements(value)).size <= MAX_GROUPS),
};
