import type { AuthChecker } from 'type-graphql';
import type { ErrorCode } from '../../utils/error-codes.ts';
import type { OperationContext } from '../context/operation-context.ts';
import { ExpectedError } from '../errors/expected-error.ts';

/** Grants a field when the caller has every scope that its `@Authorized` names. */
export const hasScopes: AuthChecker<OperationContext> = ({ context: { caller } }, scopes) =>
  scopes.every((scope) => caller.scopes.has(scope));

/** Throws FORBIDDEN for a community that the caller's tenant may not use. Call it before anything is sent. */
export const authoriseCommunity = (communityId: string, context: OperationContext): void => {
  if (!context.tenant.mayUse(communityId)) throw forbidden(context);
};

export const forbidden = ({ messages }: Pick<OperationContext, 'messages'>): ExpectedError =>
  new ExpectedError(messages.request.forbidden, 'FORBIDDEN' satisfies ErrorCode);
