import type { AuthChecker } from 'type-graphql';
import type { OperationContext } from '../context/operation-context.ts';
import { ExpectedFailure } from '../errors/expected-error.ts';

/** The code of what a caller is known for and not allowed. */
export const FORBIDDEN = 'FORBIDDEN';

/** Lets a caller use what `@Authorized` asks scopes for, when it has all of them. */
export const hasScopes: AuthChecker<OperationContext> = ({ context: { caller } }, scopes) =>
  scopes.every((scope) => caller.scopes.has(scope));

/** Throws FORBIDDEN of a community that the caller's tenant may not use. Call it before anything is sent. */
export const authoriseCommunity = (communityId: string, context: OperationContext): void => {
  if (!context.mayUse(communityId)) throw forbidden(context);
};

export const forbidden = ({ messages }: Pick<OperationContext, 'messages'>): ExpectedFailure =>
  new ExpectedFailure(messages.request.forbidden, FORBIDDEN);
