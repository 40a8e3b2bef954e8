import type { ValidationError } from 'class-validator';
import { type ArgsDictionary, ArgumentValidationError, type MiddlewareFn } from 'type-graphql';
import type { OperationContext } from '../context/operation-context.ts';
import { CommunityErrorCode } from '../errors/community-error.interface.ts';
import { CommunityInputError, CommunityInputIssue } from '../errors/community-errors.ts';
import { canReturn, ExpectedError } from '../errors/expected-error.ts';
import { errorFields } from '../errors/from-z-api.ts';
import type { ArgumentRule } from './argument-rules.ts';

export const MAX_ISSUES = 20;

/**
 * Turns a broken argument into CommunityInputError, or into an entry in `errors` with the same code and issues
 * where the field's type has no room for it. Values never leave: only paths and rule names do.
 */
export const argumentErrors: MiddlewareFn<OperationContext> = async ({ args, context, info }, next) => {
  try {
    return await next();
  } catch (error) {
    if (!(error instanceof ArgumentValidationError)) throw error;
    const issues = issuesOf(error.extensions.validationErrors, args, context);
    const fields = errorFields(CommunityErrorCode.INVALID_INPUT, context);
    if (canReturn(CommunityInputError, info.returnType)) return new CommunityInputError(fields, issues);
    throw new ExpectedError(fields.message, fields.code, { issues });
  }
};

const issuesOf = (
  errors: readonly ValidationError[],
  args: ArgsDictionary,
  { messages }: OperationContext,
): readonly CommunityInputIssue[] =>
  errors
    .flatMap(({ property, contexts }) =>
      Object.values(contexts ?? {}).flatMap((rule: ArgumentRule) =>
        rule
          .violations(args[property])
          .map(
            (path) => new CommunityInputIssue([property, ...path], rule.name, messages.rules[rule.message]),
          ),
      ),
    )
    .slice(0, MAX_ISSUES);
