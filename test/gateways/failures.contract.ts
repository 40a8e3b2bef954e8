import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { print } from 'graphql';
import { UnlinkGroupsDocument } from '../../src/client/generated/operations.ts';
import { narrowUnlinkResult, type UnlinkOutcomeKind } from '../../src/client/narrow-unlink-result.ts';
import { CONDOMINIO } from '../../src/simulator/communities.ts';
import { leaksIn } from '../support/canaries.ts';
import { until } from '../support/until.ts';
import type { GatewayProcess } from './spawn-gateway.ts';
import { type Ask, askAt, type Stage } from './stage.ts';
import type { Player } from './tap.ts';

const README = readFileSync(new URL('../../schema/gateway/README.md', import.meta.url), 'utf8');

const UNLINK = print(UnlinkGroupsDocument);
const CALL = { communityId: CONDOMINIO.id, groupsPhones: ['1345353454354354-group'] };

/** Less than a person's patience, more than a service that answers needs. In milliseconds. */
const IMPATIENCE = '1500';

/** Nothing of these may be told: where the service is, what was sent, what came back, what broke in a library. */
const NOT_TO_TELL = /127\.0\.0\.1|localhost|-group|98372465|SQUEAMISH|router-authorization|errors\.map/;

/** What a log may say of a connection that was reset. */
const REASON = /UND_ERR_SOCKET|ECONNRESET|SUBREQUEST_HTTP_ERROR/;

const cellsOf = (row: string): readonly string[] =>
  row
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());

/** What the README says of each failure, for one gateway. */
const told = (gateway: string): Readonly<Record<string, string | undefined>> => {
  const [titles = '', , ...rows] = (
    README.split('\n\n').find((block) => block.startsWith('| what happens |')) ?? ''
  )
    .trim()
    .split('\n');
  const column = cellsOf(titles).indexOf(gateway);
  return Object.fromEntries(rows.map(cellsOf).map((cells) => [cells[0], cells[column]]));
};

type Failing = (asks: {
  readonly ask: Ask;
  readonly impatiently: Ask;
  readonly stage: Stage;
}) => ReturnType<Ask>;

const playing =
  (player: Player): Failing =>
  ({ ask, stage }) => {
    stage.tap.play(player);
    return ask(UNLINK, CALL);
  };

const answering = (status: number, type: string, body: string): Failing =>
  playing(({ answer }) => answer({ status, headers: { 'content-type': type }, body }));

const BROKEN_OFF = { 'content-type': 'application/json', 'content-length': '1000' };

const FAILURES: readonly (readonly [what: string, UnlinkOutcomeKind, Failing])[] = [
  ['nobody listens there', 'unknown', ({ ask, stage }) => stage.tap.whileDown(() => ask(UNLINK, CALL))],
  [
    'no answer comes in time',
    'unknown',
    ({ impatiently, stage }) => {
      stage.tap.play(() => {});
      return impatiently(UNLINK, CALL);
    },
  ],
  ['the connection is reset', 'unknown', playing(({ reset }) => reset())],
  [
    'the answer breaks off',
    'unknown',
    playing(({ breakOff }) => breakOff({ status: 200, headers: BROKEN_OFF, body: '{"data":{"SQUEAMISH":' })),
  ],
  ['a proxy answers with a page', 'unknown', answering(502, 'text/html', '<html>SQUEAMISH</html>')],
  [
    'a proxy redirects elsewhere',
    'unknown',
    ({ ask, stage }) => {
      const elsewhere = { location: stage.neighbour.url };
      stage.tap.play(({ answer }) => answer({ status: 307, headers: elsewhere, body: '' }));
      return ask(UNLINK, CALL);
    },
  ],
  [
    'the answer is JSON, but not of GraphQL',
    'unknown',
    answering(200, 'application/json', '{"errors":"SQUEAMISH"}'),
  ],
  [
    'the answer is a member of tomorrow',
    'unknown',
    answering(200, 'application/json', '{"data":{"unlinkGroups":{"__typename":"UnlinkSQUEAMISHError"}}}'),
  ],
  ['the service answers 401', 'refused', ({ ask }) => ask(UNLINK, CALL, {})],
  [
    'the service answers 503',
    'try-later',
    answering(
      503,
      'application/json; charset=utf-8',
      '{"errors":[{"message":"The service is stopping.","extensions":{"code":"SHUTTING_DOWN","requestId":"r"}}]}',
    ),
  ],
];

/** What the gateway itself says when the service does not answer as it should. */
export const tellsFailures = (name: string, stage: () => Stage): void => {
  describe('a failure on the way', () => {
    let impatient: GatewayProcess;
    beforeAll(async () => {
      impatient = await stage().spawn({ COMMUNITIES_TIMEOUT_MS: IMPATIENCE });
    });
    afterAll(() => impatient.close());

    it.each(FAILURES)('is told as documented, and nothing else of it: %s', async (what, kind, fail) => {
      const asks = { ask: stage().ask, impatiently: askAt(impatient.url), stage: stage() };
      const { status, body } = await fail(asks);
      expect(body.data).toEqual({ unlinkGroups: null });
      const { errors = [] }: { errors?: readonly { extensions: { code: string } }[] } = body;
      const codes = errors.map(({ extensions }) => ` \`${extensions.code}\``);
      expect(`${status}${codes.join() || ', no error'}`).toBe(told(name)[what]);
      expect(JSON.stringify(body)).not.toMatch(NOT_TO_TELL);
      expect(narrowUnlinkResult(body.data.unlinkGroups, body.errors)).toMatchObject({ kind });
    });

    it('is logged with its reason, and without what was sent', async () => {
      const { ask, printed, tap } = stage();
      const before = printed().length;
      tap.play(({ reset }) => reset());
      await ask(UNLINK, CALL);
      await until(() => REASON.test(printed().slice(before)));
      expect(leaksIn(printed(), { identifiers: true })).toEqual([]);
    });

    it('is documented whole', () => {
      expect(Object.keys(told(name))).toEqual(FAILURES.map(([what]) => what));
    });
  });
};
