import { setTimeout } from 'node:timers/promises';
import { bare, text } from '../answers.ts';
import { successFlag } from '../z-api-answers.ts';
import { LEFT, SUCCESS, UNKNOWN } from './outcomes.ts';
import type { PlayedScenario } from './scenario.ts';

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
    play: async ({ state, request, closing }) => {
      await setTimeout(SLOW_MS, undefined, { signal: closing });
      return successFlag(state.unlink(request));
    },
  },
];
