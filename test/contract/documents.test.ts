import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { isUnionType } from 'graphql';
import { SETTINGS } from '../../src/config/settings.ts';
import { buildSchema } from '../../src/schema/build-schema.ts';
import { SCENARIOS } from '../../src/simulator/scenarios.ts';
import { startSimulator } from '../../src/simulator/simulator.ts';
import { CANARY_ACCESS } from '../support/canaries.ts';
import { README, tableOf } from '../support/readme.ts';
import { closedAfterEach } from '../support/resources.ts';
import { startTestService } from '../support/service.ts';

const firstCells = (title: string): readonly (string | undefined)[] => tableOf(title).map(([cell]) => cell);

describe('README.md', () => {
  const opened = closedAfterEach();

  it('shows a request that is answered as it says', async () => {
    const section = README.split('\n## ').find((text) => text.startsWith('One request, one answer\n')) ?? '';
    const blocks = [...section.matchAll(/^```\w+\n(.*?)^```/gms)].map(([, code = '']) => code);
    const [operation = '', variables = '', answer = ''] = blocks;
    const simulator = opened(await startSimulator({ credentials: CANARY_ACCESS }));
    const service = opened(await startTestService({ zApiUrl: simulator.url }));
    const { body } = await service.graphql(operation, JSON.parse(variables));
    const said = JSON.parse(answer);
    said.data.unlinkGroups.requestId = body.data.unlinkGroups.requestId;
    expect(body).toEqual(said);
  });

  it('lists every setting with what it is and its default', () => {
    expect(firstCells('name')).toEqual(SETTINGS.map(({ name }) => `\`${name}\``));
    for (const { name, description: what, default: fallback } of SETTINGS) {
      const row = README.split('\n').find((line) => line.startsWith(`| \`${name}\` |`));
      expect(row).toContain(what);
      expect(row?.split('|').at(-2)?.trim()).toBe(fallback === undefined ? '' : `\`${fallback}\``);
    }
  });

  it('lists every scenario of the simulator with what it does and the outcome', () => {
    expect(firstCells('community')).toEqual(SCENARIOS.map(({ communityId }) => `\`${communityId}\``));
    for (const { communityId, does, mark, outcome } of SCENARIOS) {
      const row = README.split('\n').find((line) => line.startsWith(`| \`${communityId}\` |`));
      const code = outcome.code === null ? '' : ` ${outcome.code}`;
      expect(row).toBe(`| \`${communityId}\` | \`${outcome.member}\`${code} | ${does} | ${mark} |`);
    }
  });

  it('says of every member of UnlinkResult what is certain and what to do', () => {
    const union = buildSchema().getType('UnlinkResult');
    const members = isUnionType(union) ? union.getTypes().map(({ name }) => `\`${name}\``) : [];
    expect(members).toHaveLength(9);
    expect(firstCells('member')).toEqual(members);
  });

  it('names every production dependency', () => {
    const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
    const section = README.slice(README.indexOf('## Dependencies'));
    for (const name of Object.keys(dependencies)) expect(section).toContain(`\`${name}\``);
  });
});
