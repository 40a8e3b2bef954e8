import type { FastifyReply, FastifyRequest } from 'fastify';
import { FORBIDDEN } from '../api/access/authorization.ts';
import type { FindInstance, Instance } from '../api/context/tenant.ts';
import type { Authenticate } from '../auth/authenticate.ts';
import { type Caller, NOBODY } from '../auth/caller.ts';
import { ROUTER_HEADER, routerSecretCheck } from '../auth/router-secret.ts';
import { refuse } from './error-responses.ts';

/** Who was let in, and what that opens. */
export interface Visitor {
  readonly caller: Caller;
  readonly instance: Instance;
  /** Whether a gateway brought the request, as proven by its secret. */
  readonly fromRouter: boolean;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by admission, before the body is read. */
    visitor: Visitor | undefined;
  }
}

export interface AdmissionParts {
  readonly authenticate: Authenticate;
  readonly routerSecrets: readonly string[];
  readonly findInstance: FindInstance;
  /** For a gateway that comes without a caller. */
  readonly nowhere: Instance;
  /** What `WWW-Authenticate` asks for. */
  readonly challenge: string;
}

export type Admit = (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply | undefined>;

/** Lets a request in or refuses it, before its body is read. */
export const createAdmission = ({
  authenticate,
  routerSecrets,
  findInstance,
  nowhere,
  challenge,
}: AdmissionParts): Admit => {
  const isRouterSecret = routerSecretCheck(routerSecrets);
  return async (request, reply) => {
    const fromRouter = isRouterSecret(request.headers[ROUTER_HEADER]);
    const authentication = await authenticate(request.headers);
    switch (authentication.kind) {
      case 'caller': {
        const { caller } = authentication;
        const instance = findInstance(caller.tenant);
        if (instance === undefined) {
          request.log.info({ reason: 'TENANT' }, 'credential refused');
          return refuse(reply, 403, FORBIDDEN, ({ forbidden }) => forbidden);
        }
        request.visitor = { caller, instance, fromRouter };
        return undefined;
      }
      case 'none':
        if (!fromRouter) return unauthenticated(reply, challenge);
        request.visitor = { caller: NOBODY, instance: nowhere, fromRouter };
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

export const UNAUTHENTICATED = 'UNAUTHENTICATED';

const unauthenticated = (reply: FastifyReply, challenge: string): FastifyReply =>
  refuse(
    reply.header('www-authenticate', challenge),
    401,
    UNAUTHENTICATED,
    (request) => request.unauthenticated,
  );
