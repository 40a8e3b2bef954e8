import type { Answer } from './answers.ts';
import type { CommunityState } from './community-state.ts';
import type { SimulatorCredentials } from './credentials.ts';
import { answerGroupsRequest } from './groups-endpoints.ts';
import { communityMetadata, communityPage } from './read-endpoints.ts';
import type { ReceivedRequest } from './received-request.ts';
import { type Address, addressOf } from './routes.ts';
import { REDIRECT_TARGET } from './scenarios/status-scenarios.ts';
import {
  CLIENT_TOKEN_MISSING,
  CONNECTED,
  clientTokenNotAllowed,
  INSTANCE_NOT_FOUND,
  successFlag,
  TOO_LARGE,
  UNKNOWN_ROUTE,
  WRONG_CONTENT_TYPE,
  wrongMethod,
} from './z-api-answers.ts';

/** What an answer depends on besides the request. */
export interface Surroundings {
  readonly credentials: SimulatorCredentials;
  /** Z-API enforces Client-Token only once it is activated in its panel (doc). */
  readonly clientTokenActivated: boolean;
  readonly state: CommunityState;
  /** Called once for each POST to unlink that arrived whole, whatever becomes of it. */
  readonly countUnlink: () => void;
  /** Aborted when the simulator closes. */
  readonly closing: AbortSignal;
}

const refusedForm = (request: ReceivedRequest, { route }: Address): Answer | null => {
  if (request.method !== route.method) return wrongMethod(route.method);
  if (route.method === 'POST' && request.mediaType !== 'application/json') return WRONG_CONTENT_TYPE;
  return null;
};

const refusedCaller = (
  { clientToken }: ReceivedRequest,
  { instanceId, instanceToken }: Address,
  { credentials, clientTokenActivated }: Surroundings,
): Answer | null => {
  if (instanceId !== credentials.instanceId) return INSTANCE_NOT_FOUND;
  if (instanceToken !== credentials.instanceToken) return INSTANCE_NOT_FOUND;
  if (!clientTokenActivated || clientToken === credentials.clientToken) return null;
  return clientToken === undefined ? CLIENT_TOKEN_MISSING : clientTokenNotAllowed(clientToken);
};

/**
 * The answer to one request. In which order Z-API checks things is a guess: the text it gives for an
 * unknown route is that of a framework which matches path, method and media type before anything else.
 */
export const answerRequest = async (request: ReceivedRequest, around: Surroundings): Promise<Answer> => {
  // A success that is no proof of anything: only a client that followed the redirect comes here.
  if (request.path === REDIRECT_TARGET) return successFlag(true);
  const address = addressOf(request.path);
  if (address === null) return UNKNOWN_ROUTE;
  const { route } = address;
  if (route.name === 'unlink' && request.method === 'POST') around.countUnlink();
  const refused = refusedForm(request, address) ?? refusedCaller(request, address, around);
  if (refused !== null) return refused;
  if (request.body === null) return TOO_LARGE;
  switch (route.name) {
    case 'status':
      return CONNECTED;
    case 'communities':
      return communityPage(around.state, request.query);
    case 'community-metadata':
      return communityMetadata(around.state, route.communityId);
    case 'link':
    case 'unlink':
      return answerGroupsRequest(route.name, request.body, { ...around, clientToken: request.clientToken });
  }
};
