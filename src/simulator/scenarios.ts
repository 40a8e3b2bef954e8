import type { SimulatedCommunity } from './communities.ts';
import { bare, text } from './http.ts';
import {
  CLIENT_TOKEN_MISSING,
  clientTokenNotAllowed,
  INSTANCE_NOT_FOUND,
  INVALID_PHONE,
  ipNotAllowed,
  NOT_CONNECTED,
  SESSION_TO_RESTORE,
  STALLED,
  SUBSCRIPTION_ENDED,
  successFlag,
  UNKNOWN_ROUTE,
  VALUE_FALSE,
  WRONG_CONTENT_TYPE,
  wrongMethod,
} from './responses.ts';
import {
  DISCONNECTED,
  EXPIRED,
  LEFT,
  LIMITED,
  MISCONFIGURED,
  PARTLY_LEFT,
  type PlayedScenario,
  PROTOCOL,
  REJECTED,
  type Scenario,
  SUCCESS,
  UNKNOWN,
} from './scenario.ts';

/**
 * Status 200 and a flag. WhatsApp answers per group and Z-API makes one boolean of it, so that the flag
 * can hide a group that stayed or one that left (code: libraries of the kind Z-API may use ignore the
 * errors of single groups; that Z-API does is a guess).
 */
export const FLAG_SCENARIOS: readonly PlayedScenario[] = [
  {
    communityId: '120363000000000901',
    name: 'refused',
    does: 'Answers success:false; nothing changes.',
    mark: 'doc',
    outcome: REJECTED,
    play: () => successFlag(false),
  },
  {
    communityId: '120363000000000902',
    name: 'refused-but-left',
    does: 'Answers success:false, yet the groups left all the same.',
    mark: 'guess',
    outcome: LEFT,
    play: ({ state, request }) => {
      state.unlink(request);
      return successFlag(false);
    },
  },
  {
    communityId: '120363000000000903',
    name: 'partly-left',
    does: 'Answers success:false, yet the first of the groups left; the others stay linked.',
    mark: 'guess',
    outcome: PARTLY_LEFT,
    play: ({ state, request }) => {
      state.remove(request.communityId, state.leaving(request).slice(0, 1));
      return successFlag(false);
    },
  },
  {
    communityId: '120363000000000904',
    name: 'success-but-stayed',
    does: 'Answers success:true, yet the last of the groups is still linked; the others left.',
    mark: 'guess',
    outcome: SUCCESS,
    play: ({ state, request }) => {
      state.remove(request.communityId, state.leaving(request).slice(0, -1));
      return successFlag(true);
    },
  },
  {
    communityId: '120363000000000905',
    name: 'value-false',
    does: 'Answers value:false, the failure flag of sibling endpoints; nothing changes.',
    mark: 'doc',
    outcome: REJECTED,
    play: () => VALUE_FALSE,
  },
];

/** Trouble with the instance and its phone, told by an error text. */
export const INSTANCE_SCENARIOS: readonly PlayedScenario[] = [
  {
    communityId: '120363000000000906',
    name: 'disconnected',
    does: 'Answers 400 saying that the instance is not connected; nothing changes.',
    mark: 'guess',
    outcome: DISCONNECTED,
    play: () => NOT_CONNECTED,
  },
  {
    communityId: '120363000000000907',
    name: 'session-to-restore',
    does: 'Answers 200 with an error saying that the session must be restored; nothing changes.',
    mark: 'guess',
    outcome: DISCONNECTED,
    play: () => SESSION_TO_RESTORE,
  },
  {
    communityId: '120363000000000908',
    name: 'subscription-ended',
    does: 'Answers 400 saying that the instance must be subscribed to again; nothing changes.',
    mark: 'observed',
    outcome: EXPIRED,
    play: () => SUBSCRIPTION_ENDED,
  },
  {
    // Whether the phone acted before it fell silent cannot be told from this answer (observed).
    communityId: '120363000000000909',
    name: 'stalled',
    does: 'Answers 400 saying that the smartphone is not responding; here nothing changes.',
    mark: 'observed',
    outcome: UNKNOWN,
    play: () => STALLED,
  },
];

/** From the range kept for documentation (RFC 5737), so that it is nobody's. */
const REFUSED_ADDRESS = '203.0.113.7';

/** The request itself is at fault, told by an error text. */
export const ERROR_TEXT_SCENARIOS: readonly PlayedScenario[] = [
  {
    // The body is documented; the status is a guess.
    communityId: '120363000000000910',
    name: 'ip-not-allowed',
    does: "Answers 403 saying that the caller's IP address is not allowed; nothing changes.",
    mark: 'doc',
    outcome: MISCONFIGURED,
    play: () => ipNotAllowed(REFUSED_ADDRESS),
  },
  {
    communityId: '120363000000000911',
    name: 'client-token-not-allowed',
    does: 'Answers 403 with an error that echoes the Client-Token; nothing changes.',
    mark: 'observed',
    outcome: MISCONFIGURED,
    play: ({ clientToken }) => clientTokenNotAllowed(clientToken),
  },
  {
    communityId: '120363000000000912',
    name: 'client-token-missing',
    does: 'Answers 400 saying that the Client-Token is not configured; nothing changes.',
    mark: 'observed',
    outcome: MISCONFIGURED,
    play: () => CLIENT_TOKEN_MISSING,
  },
  {
    communityId: '120363000000000913',
    name: 'instance-not-found',
    does: 'Answers 400 saying that there is no such instance; nothing changes.',
    mark: 'code',
    outcome: MISCONFIGURED,
    play: () => INSTANCE_NOT_FOUND,
  },
  {
    communityId: '120363000000000914',
    name: 'unknown-route',
    does: 'Answers 200 with the NOT_FOUND error of a route that does not exist; nothing changes.',
    mark: 'observed',
    outcome: PROTOCOL,
    play: () => UNKNOWN_ROUTE,
  },
  {
    communityId: '120363000000000915',
    name: 'invalid-phone',
    does: 'Answers 400 saying that a phone is invalid; nothing changes.',
    mark: 'guess',
    outcome: REJECTED,
    play: () => INVALID_PHONE,
  },
];

/** Where the redirect points. It answers success, so that a client that follows claims what was not done. */
export const REDIRECT_TARGET = '/redirected';

/** The usual page of a proxy whose upstream failed (code). */
const BAD_GATEWAY_PAGE =
  '<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>';

/** The status says it all. */
export const STATUS_SCENARIOS: readonly PlayedScenario[] = [
  {
    communityId: '120363000000000916',
    name: 'wrong-method',
    does: 'Answers 405 without a body; nothing changes.',
    mark: 'doc',
    outcome: PROTOCOL,
    play: () => wrongMethod('POST'),
  },
  {
    communityId: '120363000000000917',
    name: 'wrong-content-type',
    does: 'Answers 415 without a body; nothing changes.',
    mark: 'doc',
    outcome: PROTOCOL,
    play: () => WRONG_CONTENT_TYPE,
  },
  {
    communityId: '120363000000000918',
    name: 'rate-limited',
    does: 'Answers 429 with Retry-After: 7; nothing changes.',
    mark: 'guess',
    outcome: LIMITED,
    play: () => bare(429, { 'retry-after': '7' }),
  },
  {
    communityId: '120363000000000919',
    name: 'bad-gateway',
    does: 'Answers 502 with an HTML page; here nothing changes.',
    mark: 'code',
    outcome: UNKNOWN,
    play: () => text(502, 'text/html', BAD_GATEWAY_PAGE),
  },
  {
    communityId: '120363000000000920',
    name: 'redirect',
    does: 'Answers 302 to another path of the simulator that would answer success:true; nothing changes.',
    mark: 'guess',
    outcome: UNKNOWN,
    play: () => bare(302, { location: REDIRECT_TARGET }),
  },
];

/** Slow to a person, well inside any sensible timeout. Fifty groups may take far longer (guess). */
export const SLOW_MS = 1_500;

/** An answer that says nothing, breaks off, is late, or never comes. */
export const BROKEN_ANSWER_SCENARIOS: readonly PlayedScenario[] = [
  {
    // Documented for sibling endpoints.
    communityId: '120363000000000921',
    name: 'empty',
    does: 'Answers 200 without a body; here nothing changes.',
    mark: 'doc',
    outcome: UNKNOWN,
    play: () => bare(200),
  },
  {
    communityId: '120363000000000922',
    name: 'not-json',
    does: 'Answers 200 with a JSON content type and a body that is not JSON; here nothing changes.',
    mark: 'guess',
    outcome: UNKNOWN,
    play: () => text(200, 'application/json', 'success: true'),
  },
  {
    communityId: '120363000000000923',
    name: 'hang',
    does: 'Reads the request, carries out the unlink, and never answers.',
    mark: 'guess',
    outcome: LEFT,
    play: ({ state, request }) => {
      state.unlink(request);
      return { kind: 'hang' };
    },
  },
  {
    communityId: '120363000000000924',
    name: 'reset',
    does: 'Reads the request, carries out the unlink, and resets the connection.',
    mark: 'guess',
    outcome: LEFT,
    play: ({ state, request }) => {
      state.unlink(request);
      return { kind: 'reset' };
    },
  },
  {
    // What does arrive reads as a success; only the length tells that the answer is not whole.
    communityId: '120363000000000925',
    name: 'cut-short',
    does: 'Carries out the unlink, and ends the connection before the whole answer was sent.',
    mark: 'guess',
    outcome: LEFT,
    play: ({ state, request }) => {
      state.unlink(request);
      return { kind: 'cut-short', answer: successFlag(true), missingBytes: 1 };
    },
  },
  {
    // Late on both counts: a client that gives up and looks at once still sees the groups linked.
    communityId: '120363000000000926',
    name: 'slow',
    does: 'Takes a second and a half, then carries out the unlink and answers success:true.',
    mark: 'guess',
    outcome: SUCCESS,
    play: async ({ state, request, closing, sleep }) => {
      await sleep(SLOW_MS, closing);
      return successFlag(state.unlink(request));
    },
  },
];

/** The scenarios with what each plays: for the simulator's own use. */
export const PLAYED_SCENARIOS: readonly PlayedScenario[] = [
  ...FLAG_SCENARIOS,
  ...INSTANCE_SCENARIOS,
  ...ERROR_TEXT_SCENARIOS,
  ...STATUS_SCENARIOS,
  ...BROKEN_ANSWER_SCENARIOS,
];

/**
 * The special community ids: unlinking from one of them gives an awkward answer on purpose. Every other
 * endpoint treats them as ordinary communities. In the order of their ids.
 */
export const SCENARIOS: readonly Scenario[] = PLAYED_SCENARIOS.map(
  ({ communityId, name, does, mark, outcome }) => ({ communityId, name, does, mark, outcome }),
);

/** How many ordinary groups each has: enough to request two and leave one. */
const ORDINARY_GROUPS = 3;

/**
 * The community behind a scenario, so that it can be read back. Scenario `120363000000000907` holds the
 * announcement group `120363000000907000-group` and the ordinary ones that end in `001`, `002` and `003`.
 */
export const communityOf = ({ communityId, name, does }: Scenario): SimulatedCommunity => {
  const phone = (ordinal: number) =>
    `120363000000${communityId.slice(-3)}${String(ordinal).padStart(3, '0')}-group`;
  const groups = Array.from({ length: ORDINARY_GROUPS }, (_, index) => ({
    name: `Group ${index + 1}`,
    phone: phone(index + 1),
    isGroupAnnouncement: false,
  }));
  return {
    name: `Scenario: ${name}`,
    id: communityId,
    description: does,
    subGroups: [{ name: `Scenario: ${name}`, phone: phone(0), isGroupAnnouncement: true }, ...groups],
  };
};

/** One community per scenario, in the order of their ids; listed after the ordinary ones. */
export const SCENARIO_COMMUNITIES: readonly SimulatedCommunity[] = SCENARIOS.map(communityOf);
