import { beforeAll, describe, expect, it } from '@jest/globals';
import { Kind, type OperationDefinitionNode, parse, validate } from 'graphql';
import { readSandboxDocument } from '../../src/bootstrap/sandbox-documents.ts';
import { MAX_TOKENS } from '../../src/graphql/document-limits.ts';
import { buildSchema } from '../../src/schema/build-schema.ts';
import { SCENARIOS } from '../../src/simulator/scenarios.ts';
import { startSimulator } from '../../src/simulator/simulator.ts';
import { CANARY_ACCESS } from '../support/canaries.ts';
import { fastClock } from '../support/fast-clock.ts';
import { closedAfterAll } from '../support/resources.ts';
import { startTestService, type TestService } from '../support/service.ts';

const SANDBOX_EXAMPLE = readSandboxDocument('simulator');
const LIVE_SANDBOX_EXAMPLE = readSandboxDocument('live');

interface Operation {
  readonly name: string;
  readonly kind: string;
  /** What the comment above it says. */
  readonly comment: string;
  /** Its text alone, without the fragment. */
  readonly text: string;
}

const operationsIn = (document: string): readonly Operation[] =>
  parse(document)
    .definitions.filter((node): node is OperationDefinitionNode => node.kind === Kind.OPERATION_DEFINITION)
    .map(({ name, operation, loc }) => {
      const before = loc?.startToken.prev;
      return {
        name: name?.value ?? '',
        kind: operation,
        comment: before?.kind === 'Comment' ? before.value.trim() : '',
        text: document.slice(loc?.start, loc?.end),
      };
    });

const OPERATIONS = operationsIn(SANDBOX_EXAMPLE);
const MUTATIONS = OPERATIONS.filter(({ kind }) => kind === 'mutation');
const SCENARIO_MUTATIONS = SCENARIOS.flatMap((scenario) =>
  MUTATIONS.filter(({ text }) => text.includes(`"${scenario.communityId}"`)).map(({ name }) => ({
    name,
    scenario,
  })),
);

const kept = closedAfterAll();

/** A service before a simulator that nothing was unlinked in yet. */
const startFresh = async (environment: Readonly<Record<string, string>> = {}): Promise<TestService> => {
  const simulator = kept(await startSimulator({ credentials: CANARY_ACCESS, sleep: fastClock.sleep }));
  return kept(await startTestService({ zApiUrl: simulator.url, environment, clock: fastClock }));
};

/** Runs one operation of the whole document, as Sandbox may send it. */
const run = async (service: TestService, { name }: Pick<Operation, 'name'>, query = SANDBOX_EXAMPLE) => {
  const { status, body } = await service.request('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, operationName: name, variables: {} }),
  });
  expect({ name, status, errors: body.errors }).toEqual({ name, status: 200, errors: undefined });
  return body.data;
};

/** The outcome as an operation is named for it: member, code, and what else may be told apart. */
const outcomeOf = (result: {
  readonly __typename: string;
  readonly code?: string;
  readonly confirmation?: string;
  readonly groups?: readonly { readonly blocker?: string | null }[];
}) => ({
  member: result.__typename,
  code: result.code ?? null,
  details: [
    ...new Set([result.code, result.confirmation, ...(result.groups ?? []).map(({ blocker }) => blocker)]),
  ].filter((detail) => typeof detail === 'string'),
});

const expectAsNamed = ({ name }: Operation, { member, details }: ReturnType<typeof outcomeOf>) => {
  const [, named, detail] = /^([^_]+)(?:_(.+))?$/.exec(name) ?? [];
  expect({ name, member }).toEqual({ name, member: named });
  if (detail !== undefined)
    expect({ name, details }).toEqual({ name, details: expect.arrayContaining([detail]) });
};

describe('the document that the Sandbox opens with', () => {
  it('fits the schema, the limit of tokens, and the address in which the page passes it on', () => {
    expect(validate(buildSchema(), parse(SANDBOX_EXAMPLE, { maxTokens: MAX_TOKENS }))).toEqual([]);
    // The page puts it into the URL of Apollo's frame. Servers commonly take 8 KB of one; what Apollo's takes is not known.
    expect(encodeURIComponent(SANDBOX_EXAMPLE).length).toBeLessThan(7_000);
  });

  it('begins with the plain success', () => {
    expect(OPERATIONS[0]?.name).toBe('UnlinkSuccess_ACKNOWLEDGED');
  });

  it('says over each operation, once named, what it shows, and needs no variables', () => {
    expect(OPERATIONS.filter(({ comment }) => !/^[A-Z].*\.$/.test(comment))).toEqual([]);
    expect(new Set(OPERATIONS.map(({ name }) => name)).size).toBe(OPERATIONS.length);
    expect(SANDBOX_EXAMPLE).not.toContain('$');
  });
});

describe('its mutations, all at once', () => {
  const outcomes = new Map<string, ReturnType<typeof outcomeOf>>();
  beforeAll(async () => {
    const service = await startFresh();
    await Promise.all(
      MUTATIONS.map(async (operation) => {
        const { unlinkGroups } = await run(service, operation);
        outcomes.set(operation.name, outcomeOf(unlinkGroups));
      }),
    );
  });
  const outcomeNamed = (name: string) => {
    const outcome = outcomes.get(name);
    if (outcome === undefined) throw new Error(`${name} was not run`);
    return outcome;
  };

  it.each(MUTATIONS)('come to what they are named for: $name', (operation) => {
    expectAsNamed(operation, outcomeNamed(operation.name));
  });

  it.each(SCENARIO_MUTATIONS)(
    'describe the behaviour of their scenario in the comment: $name',
    ({ name, scenario }) => {
      const comment = OPERATIONS.find((operation) => operation.name === name)?.comment ?? '';
      expect(comment.toLowerCase()).toContain(`z-api ${scenario.does.toLowerCase()}`);
    },
  );

  it.each(SCENARIO_MUTATIONS)('come to what the table of scenarios says: $name', ({ name, scenario }) => {
    const { member, code } = outcomeNamed(name);
    expect({ member, code }).toEqual(scenario.outcome);
  });

  it('show every outcome that a scenario has', () => {
    const shown = [...outcomes.values()].map(({ member, code }) => ({ member, code }));
    expect(shown).toEqual(expect.arrayContaining(SCENARIOS.map(({ outcome }) => ({ ...outcome }))));
  });

  it('show every member of UnlinkResult, and each blocker and way of knowing a success', () => {
    const schema = buildSchema();
    const possible = schema.getType('UnlinkResult');
    const members = possible && 'getTypes' in possible ? possible.getTypes().map(({ name }) => name) : [];
    expect([...new Set([...outcomes.values()].map(({ member }) => member))].sort()).toEqual(
      [...members].sort(),
    );
    expect([...outcomes.values()].flatMap(({ details }) => details)).toEqual(
      expect.arrayContaining([
        'ACKNOWLEDGED',
        'OBSERVED',
        'LAST_LINKED_GROUP',
        'ANNOUNCEMENT_GROUP',
        'UNDETERMINED',
      ]),
    );
  });
});

describe('its operations, one after the other from the last to the first, each twice', () => {
  it('come to the same as in any order, and the second time too where they do not say otherwise', async () => {
    const service = await startFresh();
    for (const operation of [...MUTATIONS].reverse()) {
      const first = outcomeOf((await run(service, operation)).unlinkGroups);
      const second = outcomeOf((await run(service, operation)).unlinkGroups);
      expectAsNamed(operation, first);
      const { name, comment } = operation;
      expect({ name, isSame: JSON.stringify(first) === JSON.stringify(second) }).toEqual({
        name,
        isSame: !comment.includes('Run again'),
      });
      // What a comment says of another run ends in where it leads.
      const [, leadsTo] = /Run again.*: (\w+)\.$/.exec(comment) ?? [];
      if (leadsTo) expect([second.member, ...second.details]).toContain(leadsTo);
    }
  });

  it('read what the queries are there to read', async () => {
    const service = await startFresh();
    const answers = new Map<string, Awaited<ReturnType<typeof run>>>();
    for (const query of OPERATIONS.filter(({ kind }) => kind === 'query')) {
      answers.set(query.name, await run(service, query));
    }
    expect(Object.fromEntries(answers)).toEqual({
      UnlinkPreview: {
        unlinkPreview: {
          __typename: 'UnlinkPreview',
          allowed: false,
          groups: [
            expect.objectContaining({ linked: true, blocker: null }),
            expect.objectContaining({ linked: true, blocker: 'ANNOUNCEMENT_GROUP' }),
          ],
          remainingGroups: 2,
        },
      },
      Community: { community: expect.objectContaining({ groups: expect.any(Array) }) },
      Communities: { communities: { items: expect.any(Array), mayHaveMore: false } },
    });
    const listed = answers.get('Communities').communities.items;
    expect(listed.map(({ id }: { id: string }) => id)).toEqual(
      expect.arrayContaining(SCENARIOS.map(({ communityId }) => communityId)),
    );
  });
});

describe('its mutations, more of them than a minute allows', () => {
  it('come to what the first line of the document says', async () => {
    const service = await startFresh({ INSTANCE_MUTATIONS_PER_MINUTE: '1' });
    const [first = '', ...others] = MUTATIONS.map(({ name }) => name);
    const member = async (name: string) => (await run(service, { name })).unlinkGroups.__typename;
    expect(await member(first)).toBe('UnlinkSuccess');
    const [, said = ''] = /^# .* come to (\w+) instead\.\n/.exec(SANDBOX_EXAMPLE) ?? [];
    expect(await member(others[0] ?? '')).toBe(said);
  });
});

describe('the document that the Sandbox opens with over a real instance', () => {
  it('fits the schema, and changes nothing', () => {
    expect(validate(buildSchema(), parse(LIVE_SANDBOX_EXAMPLE))).toEqual([]);
    expect(operationsIn(LIVE_SANDBOX_EXAMPLE).map(({ name, kind }) => `${kind} ${name}`)).toEqual([
      'query Communities',
      'query UnlinkPreview',
    ]);
  });

  it('can be run as it is, and says which ids are to be filled in', async () => {
    const service = await startFresh();
    const { communities } = await run(service, { name: 'Communities' }, LIVE_SANDBOX_EXAMPLE);
    expect(communities.items).toContainEqual({ id: expect.any(String), name: expect.any(String) });
    const { unlinkPreview } = await run(service, { name: 'UnlinkPreview' }, LIVE_SANDBOX_EXAMPLE);
    expect(unlinkPreview.issues.map(({ path }: { path: unknown }) => path)).toEqual([
      ['communityId'],
      ['groupsPhones'],
    ]);
  });

  it('names no id of the simulator', () => {
    expect(LIVE_SANDBOX_EXAMPLE).not.toMatch(/\d/);
  });
});
