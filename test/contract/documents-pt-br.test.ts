import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { isUnionType } from 'graphql';
import { ptBR } from '../../src/i18n/pt-br.ts';
import { buildSchema } from '../../src/schema/build-schema.ts';
import { startSimulator } from '../../src/simulator/simulator.ts';
import { CANARY_ACCESS } from '../support/canaries.ts';
import { README, tableOf } from '../support/readme.ts';
import { closedAfterEach } from '../support/resources.ts';
import { startTestService } from '../support/service.ts';

const PAGE = readFileSync('README.pt-BR.md', 'utf8');

const blocksIn = (document: string, language: string): readonly string[] =>
  [...document.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, 'gms'))].map(([, code = '']) => code);

const ROWS = tableOf('membro e código', PAGE).map(([about = '', happened = '', , message = '']) => ({
  about: [...about.matchAll(/`(\w+)`/g)].map(([, name = '']) => name),
  happened,
  message,
}));

const { errors, partialSuccess, rejected } = ptBR;

const opened = closedAfterEach();

describe('README.pt-BR.md', () => {
  it('says to the letter what people are told of each result', () => {
    expect(ROWS.map(({ about, message }) => [...about, message])).toEqual([
      ['UnlinkSuccess', ''],
      ['UnlinkPartialSuccess', partialSuccess],
      ['CommunityInputError', 'INVALID_INPUT', errors.INVALID_INPUT],
      ['CommunityNotFoundError', 'COMMUNITY_NOT_FOUND', errors.COMMUNITY_NOT_FOUND],
      ['UnlinkRejectedError', 'UNLINK_REJECTED', 'FIX_INPUT', rejected.blocked],
      ['UnlinkRejectedError', 'UNLINK_REJECTED', 'NO', errors.UNLINK_REJECTED],
      ['UnlinkRejectedError', 'UNLINK_REJECTED', 'CHECK_FIRST', rejected.unread],
      ['UnlinkOutcomeUnknownError', 'OUTCOME_UNKNOWN', errors.OUTCOME_UNKNOWN],
      ['WhatsAppInstanceError', 'INSTANCE_DISCONNECTED', errors.INSTANCE_DISCONNECTED],
      ['WhatsAppInstanceError', 'INSTANCE_SUBSCRIPTION_EXPIRED', errors.INSTANCE_SUBSCRIPTION_EXPIRED],
      ['CommunityRateLimitedError', 'RATE_LIMITED', errors.RATE_LIMITED],
      ['CommunityUpstreamError', 'UPSTREAM_UNAVAILABLE', errors.UPSTREAM_UNAVAILABLE],
      ['CommunityUpstreamError', 'UPSTREAM_MISCONFIGURED', errors.UPSTREAM_MISCONFIGURED],
      ['CommunityUpstreamError', 'UPSTREAM_PROTOCOL', errors.UPSTREAM_PROTOCOL],
    ]);
  });

  it('holds every member of UnlinkResult and every code', () => {
    const union = buildSchema().getType('UnlinkResult');
    const members = isUnionType(union) ? union.getTypes().map(({ name }) => name) : [];
    expect([...new Set(ROWS.map(({ about: [member] }) => member))]).toEqual(members);
    const codes = ROWS.flatMap(({ about: [, code] }) => code ?? []);
    expect([...new Set(codes)].sort()).toEqual(Object.keys(errors).sort());
  });

  it('says that nothing happened where people are told so, and nowhere else', () => {
    const denied = ROWS.filter(({ happened }) => /^Nada foi (?:enviado|alterado): /.test(happened));
    const told = ROWS.filter(({ message }) => message.includes('Nada foi alterado'));
    expect(denied).toEqual(told);
    expect(denied).toHaveLength(5);
  });

  it('gives the commands and the operation of README.md', () => {
    const commandsIn = (document: string) =>
      blocksIn(document, 'sh')[0]
        ?.split('\n')
        .map((line) => line.split('#')[0]);
    expect(commandsIn(PAGE)).toEqual(commandsIn(README));
    expect(blocksIn(PAGE, 'graphql')).toEqual(blocksIn(README, 'graphql').slice(0, 1));
  });

  it('shows what the simulator makes of its example, in Portuguese', async () => {
    const [query = ''] = blocksIn(PAGE, 'graphql');
    const [variables, shown] = blocksIn(PAGE, 'json').map((text) => JSON.parse(text));
    const simulator = opened(await startSimulator({ credentials: CANARY_ACCESS }));
    const service = opened(await startTestService({ zApiUrl: simulator.url }));
    const { requestId } = shown.data.unlinkGroups;
    const headers = { 'accept-language': 'pt-BR', 'x-request-id': requestId };
    const { body } = await service.graphql(query, variables, headers);
    expect(body).toEqual(shown);
  });
});
