import type { CommunityState, GroupsRequest } from './community-state.ts';
import { type Address, type Answer, addressOf, json, type ReceivedRequest } from './http.ts';
import {
  CLIENT_TOKEN_MISSING,
  COMMUNITY_NOT_FOUND,
  CONNECTED,
  clientTokenNotAllowed,
  INSTANCE_NOT_FOUND,
  INVALID_PHONE,
  successFlag,
  TOO_LARGE,
  UNKNOWN_ROUTE,
  WRONG_CONTENT_TYPE,
  wrongMethod,
} from './responses.ts';
import type { Sleep, UnlinkCall } from './scenario.ts';
import { PLAYED_SCENARIOS, REDIRECT_TARGET } from './scenarios.ts';

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
  readonly sleep: Sleep;
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

/** Bare digits (doc). */
const COMMUNITY_ID = /^\d+$/;
/** `<digits>-group`, or the older `<phone>-<unix time>` (doc). */
const GROUP_PHONE = /^\d+-(?:group|\d+)$/;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const isGroupPhone = (value: unknown): value is string =>
  typeof value === 'string' && GROUP_PHONE.test(value);

const parse = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
};

/** The request in the body, or null when anything about it is wrong. Never throws. */
export const groupsRequestIn = (body: string): GroupsRequest | null => {
  const value = parse(body);
  if (!isObject(value)) return null;
  const { communityId, groupsPhones } = value;
  if (typeof communityId !== 'string' || !COMMUNITY_ID.test(communityId)) return null;
  if (!Array.isArray(groupsPhones) || groupsPhones.length === 0) return null;
  return groupsPhones.every(isGroupPhone) ? { communityId, groupsPhones } : null;
};

const SCENARIO_OF = new Map(PLAYED_SCENARIOS.map((scenario) => [scenario.communityId, scenario]));

/**
 * `POST /communities/link` and `POST /communities/unlink`. Only unlink plays the scenarios, and only for
 * a body that is well formed. An unknown community answers `success: false` (guess).
 */
export const answerGroupsRequest = async (
  endpoint: 'link' | 'unlink',
  body: string,
  call: Omit<UnlinkCall, 'request'>,
): Promise<Answer> => {
  const request = groupsRequestIn(body);
  if (request === null) return INVALID_PHONE;
  if (endpoint === 'link') return successFlag(call.state.link(request));
  const scenario = SCENARIO_OF.get(request.communityId);
  return scenario === undefined
    ? successFlag(call.state.unlink(request))
    : scenario.play({ ...call, request });
};

/** Taken when the query names none that can be used (guess; also that pages count from 1). */
const FIRST_PAGE = 1;
/** As above (guess). */
const USUAL_PAGE_SIZE = 20;

const positive = (text: string | null, otherwise: number): number => {
  const value = Number(text);
  return Number.isSafeInteger(value) && value > 0 ? value : otherwise;
};

/** `GET /communities?page&pageSize`: a bare array of `{name, id}` without a total (doc). */
export const communityPage = (state: CommunityState, query: URLSearchParams): Answer => {
  const pageSize = positive(query.get('pageSize'), USUAL_PAGE_SIZE);
  const start = (positive(query.get('page'), FIRST_PAGE) - 1) * pageSize;
  const page = state.all().slice(start, start + pageSize);
  return json(
    200,
    page.map(({ name, id }) => ({ name, id })),
  );
};

/** `GET /communities-metadata/{id}`: the community with all its groups, the announcement group too (doc). */
export const communityMetadata = (state: CommunityState, communityId: string): Answer => {
  const community = state.find(communityId);
  return community === undefined ? COMMUNITY_NOT_FOUND : json(200, community);
};

/** What a caller must present. The shapes are those seen in public code (observed). */
export interface SimulatorCredentials {
  /** In the path: 32 upper-case hex digits. */
  readonly instanceId: string;
  /** In the path: 24 upper-case hex digits. */
  readonly instanceToken: string;
  /** In the header `Client-Token`: `F`, 32 hex digits, `S`. Belongs to the account, not to the instance. */
  readonly clientToken: string;
}

/** Made up, of the right shapes, and plainly no secret: they open nothing but the simulator. */
export const FAKE_CREDENTIALS: SimulatorCredentials = {
  instanceId: 'FACE0000FACE0000FACE0000FACE0000',
  instanceToken: 'C0FFEE000000C0FFEE000000',
  clientToken: 'FdeadbeefdeadbeefdeadbeefdeadbeefS',
};
