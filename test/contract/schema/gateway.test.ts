import { getStitchedSchemaFromSupergraphSdl } from '@graphql-tools/federation';
import type { ExecutionRequest, Executor } from '@graphql-tools/utils';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { composeServices } from '@theguild/federation-composition';
import { type ExecutionResult, execute, graphql, parse, print } from 'graphql';
import { CONDOMINIO, ESCOLA, FEIRA, ordinaryGroups } from '../../../src/simulator/communities.ts';
import { type Simulator, startSimulator } from '../../../src/simulator/simulator.ts';
import { CANARY_ACCESS } from '../../support/canaries.ts';
import { closedAfterEach } from '../../support/resources.ts';
import { startTestService, type TestAnswer, type TestService } from '../../support/service.ts';
import { COMMITTED_SCHEMA } from './committed-schema.ts';
import { NEIGHBOUR_TYPE_DEFS, type Neighbour, startNeighbour } from './neighbour.ts';

const UNKNOWN_ID = '55555';

const { supergraphSdl } = composeServices([
  { name: 'communities', url: 'http://communities.example', typeDefs: parse(COMMITTED_SCHEMA) },
  { name: 'neighbour', url: 'http://neighbour.example', typeDefs: NEIGHBOUR_TYPE_DEFS },
]);

describe('a gateway before this subgraph and a neighbour', () => {
  const opened = closedAfterEach();
  let simulator: Simulator;
  let service: TestService;
  let neighbour: Neighbour;
  /** What the gateway sent to the service, and was answered. */
  let exchanges: { readonly query: string; readonly answer: TestAnswer }[];
  let ask: (source: string, variableValues?: Readonly<Record<string, unknown>>) => Promise<ExecutionResult>;

  beforeEach(async () => {
    simulator = opened(await startSimulator({ credentials: CANARY_ACCESS }));
    service = opened(await startTestService({ zApiUrl: simulator.url }));
    neighbour = startNeighbour([ESCOLA.id, UNKNOWN_ID, FEIRA.id]);
    exchanges = [];

    const overHttp = async ({ document, variables }: ExecutionRequest) => {
      const query = print(document);
      const answer = await service.graphql(query, variables);
      exchanges.push({ query, answer });
      return answer.body;
    };
    const inProcess = ({ document, variables }: ExecutionRequest) =>
      execute({ schema: neighbour.schema, document, variableValues: variables });

    const schema = getStitchedSchemaFromSupergraphSdl({
      supergraphSdl: supergraphSdl ?? '',
      onSubschemaConfig: (subschema) => {
        const isOurs = subschema.name.toLowerCase() === 'communities';
        subschema.executor = (isOurs ? overHttp : inProcess) as Executor;
      },
    });
    ask = (source, variableValues = {}) => graphql({ schema, source, variableValues });
  });

  it('passes the mutation on, once, and its outcome back', async () => {
    const [group = ''] = ordinaryGroups(ESCOLA).map(({ phone }) => phone);
    const result = await ask(
      `mutation ($communityId: ID!, $groupsPhones: [String!]!) {
        unlinkGroups(communityId: $communityId, groupsPhones: $groupsPhones) {
          __typename
          ... on UnlinkSuccess { communityId confirmation groups { phone status blocker } community { id } }
          ... on CommunityError { code message retry requestId }
        }
      }`,
      { communityId: ESCOLA.id, groupsPhones: [group] },
    );
    expect(result).toEqual({
      data: {
        unlinkGroups: {
          __typename: 'UnlinkSuccess',
          communityId: ESCOLA.id,
          confirmation: 'ACKNOWLEDGED',
          groups: [{ phone: group, status: 'UNLINKED', blocker: null }],
          community: { id: ESCOLA.id },
        },
      },
    });
    expect(simulator.unlinkCalls()).toBe(1);
    expect(exchanges).toHaveLength(1);
  });

  it('passes an error of this subgraph back through its interface', async () => {
    const result = await ask(
      `mutation { unlinkGroups(communityId: "one", groupsPhones: ["two"]) {
        __typename
        ... on CommunityError { code retry }
        ... on CommunityInputError { issues { path rule } }
      } }`,
    );
    expect(result).toEqual({
      data: {
        unlinkGroups: {
          __typename: 'CommunityInputError',
          code: 'INVALID_INPUT',
          retry: 'FIX_INPUT',
          issues: [
            { path: ['communityId'], rule: 'format' },
            { path: ['groupsPhones', '0'], rule: 'format' },
          ],
        },
      },
    });
  });

  it("adds the neighbour's fields to a community of this subgraph", async () => {
    const result = await ask(`{ community(id: "${CONDOMINIO.id}") { name residents motto } }`);
    expect(result).toEqual({
      data: {
        community: { name: CONDOMINIO.name, residents: 7, motto: `motto of ${CONDOMINIO.id}` },
      },
    });
    expect(neighbour.resolved).toEqual([CONDOMINIO.id]);
  });

  it("adds this subgraph's fields to a community that the neighbour names", async () => {
    const result = await ask(
      '{ favourite { id motto name description groups { phone } announcementGroup { phone } } }',
    );
    expect(result).toEqual({
      data: {
        favourite: {
          id: ESCOLA.id,
          motto: `motto of ${ESCOLA.id}`,
          name: ESCOLA.name,
          description: ESCOLA.description,
          groups: ordinaryGroups(ESCOLA).map(({ phone }) => ({ phone })),
          announcementGroup: { phone: ESCOLA.subGroups[0]?.phone },
        },
      },
    });
    expect(exchanges.map(({ query }) => query)).toEqual([expect.stringContaining('_entities')]);
  });

  it('asks this subgraph nothing when the neighbour knows all that is selected', async () => {
    expect(await ask('{ favourite { id motto residents } }')).toEqual({
      data: { favourite: { id: ESCOLA.id, motto: `motto of ${ESCOLA.id}`, residents: 7 } },
    });
    expect(exchanges).toEqual([]);
  });

  it('leaves the fields of an unknown community null, and those of the others as they are', async () => {
    const { data, errors } = await ask('{ favourites { id motto name } }');
    expect(data).toEqual({
      favourites: [
        { id: ESCOLA.id, motto: `motto of ${ESCOLA.id}`, name: ESCOLA.name },
        { id: UNKNOWN_ID, motto: `motto of ${UNKNOWN_ID}`, name: null },
        { id: FEIRA.id, motto: `motto of ${FEIRA.id}`, name: FEIRA.name },
      ],
    });
    expect(errors).toBeUndefined();
  });

  it("leaves the neighbour's own errors to the neighbour", async () => {
    expect(await ask('{ notice(id: "1") { __typename ... on Error { message } } }')).toEqual({
      data: { notice: { __typename: 'InvalidInput', message: 'No such notice.' } },
    });
    expect(exchanges).toEqual([]);
  });
});
