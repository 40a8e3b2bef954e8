import { describe, expect, it } from '@jest/globals';
import { composeServices } from '@theguild/federation-composition';
import {
  buildSchema,
  type GraphQLObjectType,
  isInterfaceType,
  isUnionType,
  parse,
  printSchema,
} from 'graphql';
import { closedAfterEach } from '../../support/resources.ts';
import { startTestService } from '../../support/service.ts';
import { COMMITTED_SCHEMA } from './committed-schema.ts';
import { NEIGHBOUR_TYPE_DEFS } from './neighbour.ts';

const COMMUNITIES = {
  name: 'communities',
  url: 'http://communities.example',
  typeDefs: parse(COMMITTED_SCHEMA),
};
const NEIGHBOUR = { name: 'neighbour', url: 'http://neighbour.example', typeDefs: NEIGHBOUR_TYPE_DEFS };

const composed = (...subgraphs: readonly (typeof COMMUNITIES)[]) => {
  const { errors, publicSdl, supergraphSdl } = composeServices([...subgraphs]);
  expect(errors?.map(({ message }) => message) ?? []).toEqual([]);
  return { supergraphSdl, schema: buildSchema(publicSdl ?? '') };
};

describe('the subgraph', () => {
  const opened = closedAfterEach();

  it('composes alone', () => {
    const { schema } = composed(COMMUNITIES);
    const result = schema.getType('UnlinkResult');
    expect(isUnionType(result) && result.getTypes()).toHaveLength(9);
    expect(Object.keys(schema.getMutationType()?.getFields() ?? {})).toEqual(['unlinkGroups']);
  });

  it('composes with a neighbour that extends Community and has an interface Error of its own', () => {
    const { schema } = composed(COMMUNITIES, NEIGHBOUR);
    const community = schema.getType('Community') as GraphQLObjectType;
    expect(Object.keys(community.getFields()).sort()).toEqual([
      'announcementGroup',
      'description',
      'groups',
      'id',
      'motto',
      'name',
      'residents',
    ]);
    expect(['Error', 'CommunityError'].map((name) => isInterfaceType(schema.getType(name)))).toEqual([
      true,
      true,
    ]);
  });

  it('lends the neighbour none of its names but Community', () => {
    const { schema } = composed(COMMUNITIES, NEIGHBOUR);
    const error = schema.getType('Error');
    const implementing = isInterfaceType(error) ? schema.getImplementations(error).objects : [];
    expect(implementing.map(({ name }) => name)).toEqual(['InvalidInput']);
  });

  it('does not compose with a neighbour that gives one of its types another shape', () => {
    const clashing = parse(`
      extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])
      type Query { other: GroupUnlink }
      type GroupUnlink { phone: Int! }
    `);
    const { errors } = composeServices([COMMUNITIES, { ...NEIGHBOUR, typeDefs: clashing }]);
    expect(errors?.map(({ message }) => message).join('\n')).toContain('GroupUnlink.phone');
  });

  it('tells a gateway of the same schema as is committed', async () => {
    const service = opened(await startTestService({ zApiUrl: 'http://127.0.0.1:1' }));
    const { body } = await service.graphql('{ _service { sdl } }');
    const told = composed({ ...COMMUNITIES, typeDefs: parse(body.data._service.sdl) });
    expect(printSchema(told.schema)).toBe(printSchema(composed(COMMUNITIES).schema));
  });
});
