import {
  CLIENT_TOKEN_MISSING,
  clientTokenNotAllowed,
  INSTANCE_NOT_FOUND,
  INVALID_PHONE,
  ipNotAllowed,
  UNKNOWN_ROUTE,
} from '../z-api-answers.ts';
import { MISCONFIGURED, PROTOCOL, REJECTED } from './outcomes.ts';
import type { PlayedScenario } from './scenario.ts';

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
