import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Tenant } from '../api/context/tenant.ts';
import type { Authenticate } from '../auth/authenticate.ts';
import { type Caller, NOBODY } from '../auth/caller.ts';
import { ROUTER_HEADER, routerSecretCheck } from '../auth/router-secret.ts';
import { refuse } from './error-responses.ts';

/** Who sent a request, as proven by its credentials. */
export interface RequestIdentity {
  readonly caller: Caller;
  readonly tenant: Tenant;
  /** Whether a gateway sent the request, as proven by its secret. */
  readonly isFromGateway: boolean;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the authentication hook, before the body is read. */
    identity: RequestIdentity | undefined;
  }
}

export interface AuthenticationHookParts {
  readonly authenticate: Authenticate;
  readonly routerSecrets: readonly string[];
  readonly findTenant: (name: string | undefined) => Tenant | undefined;
  /** The tenant of a gateway that sends no caller's credential. */
  readonly tenantOfNobody: Tenant;
  /** The value of `WWW-Authenticate`. */
  readonly challenge: string;
}

export type AuthenticationHook = (
  request: FastifyRequest,
  reply: FastifyReply,
) => Promise<FastifyReply | undefined>;

/** Sets the identity of a request or refuses it, before its body is read. */
export const createAuthenticationHook = ({
  authenticate,
  routerSecrets,
  findTenant,
  tenantOfNobody,
  challenge,
}: AuthenticationHookParts): AuthenticationHook => {
  const isRouterSecret = routerSecretCheck(routerSecrets);
  return async (request, reply) => {
    const isFromGateway = isRouterSecret(request.headers[ROUTER_HEADER]);
    const authentication = await authenticate(request.headers);
    switch (authentication.kind) {
      case 'caller': {
        const { caller } = authentication;
        const tenant = findTenant(caller.tenant);
        if (tenant === undefined) {
          request.log.info({ reason: 'TENANT' }, 'credential refused');
          return refuse(reply, 403, 'FORBIDDEN', ({ forbidden }) => forbidden);
        }
        request.identity = { caller, tenant, isFromGateway };
        return undefined;
      }
      case 'none':
        if (!isFromGateway) return unauthenticated(reply, challenge);
        request.identity = { caller: NOBODY, tenant: tenantOfNobody, isFromGateway };
        return undefined;
      case 'refused':
        request.log.info({ reason: authentication.reason }, 'credential refused');
        return unauthenticated(reply, challenge);
      case 'unavailable':
        request.log.error('the key server cannot be reached: no token can be verified');
        return refuse(
          reply,
          503,
          'AUTHENTICATION_UNAVAILABLE',
          ({ authenticationUnavailable }) => authenticationUnavailable,
        );
    }
  };
};

const unauthenticated = (reply: FastifyReply, challenge: string): FastifyReply =>
  refuse(
    reply.header('www-authenticate', challenge),
    401,
    'UNAUTHENTICATED',
    (request) => request.unauthenticated,
  );
