import { NOT_CONNECTED, SESSION_TO_RESTORE, STALLED, SUBSCRIPTION_ENDED } from '../z-api-answers.ts';
import { DISCONNECTED, EXPIRED, UNKNOWN } from './outcomes.ts';
import type { PlayedScenario } from './scenario.ts';

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
