import { bare, text } from '../answers.ts';
import { WRONG_CONTENT_TYPE, wrongMethod } from '../z-api-answers.ts';
import { LIMITED, PROTOCOL, UNKNOWN } from './outcomes.ts';
import type { PlayedScenario } from './scenario.ts';

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
