import type { MiddlewareFn } from 'type-graphql';
import type { OperationContext } from './operation-context.ts';

/** Notes which type, and which code, a root field came to: clients may alias the field and leave out `__typename`. */
export const recordOutcome: MiddlewareFn<OperationContext> = async ({ context }, next) => {
  const result = await next();
  if (typeof result === 'object' && result !== null) {
    const code = 'code' in result ? String(result.code) : undefined;
    context.outcomes.push({ type: result.constructor.name, code });
  }
  return result;
};
