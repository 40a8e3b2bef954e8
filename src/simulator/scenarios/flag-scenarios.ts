import { successFlag, VALUE_FALSE } from '../z-api-answers.ts';
import { LEFT, PARTLY_LEFT, REJECTED, SUCCESS } from './outcomes.ts';
import type { PlayedScenario } from './scenario.ts';

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
