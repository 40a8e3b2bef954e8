import { describe, expect, it } from '@jest/globals';
import {
  buildSchema,
  type GraphQLNamedType,
  isInterfaceType,
  isObjectType,
  isUnionType,
  print,
  printSchema,
  printType,
} from 'graphql';
import { COMMITTED_SCHEMA } from '../contract/schema/committed-schema.ts';
import { NEIGHBOUR_TYPE_DEFS } from '../contract/schema/neighbour.ts';
import { CANARY_ROUTER_SECRET } from '../support/canaries.ts';
import { closedAfterEach } from '../support/resources.ts';
import { startTestService } from '../support/service.ts';
import { apollo, type Compose, type Subgraph, theGuild, wunderGraph } from './composers.ts';

const COMMUNITIES = { name: 'communities', url: 'http://communities.example', sdl: COMMITTED_SCHEMA };
const NEIGHBOUR = { name: 'neighbour', url: 'http://neighbour.example', sdl: print(NEIGHBOUR_TYPE_DEFS) };

/** Of federation's own scalars, defined in what a service tells, `@wundergraph/composition` leaves one to clients. */
const LEFT_OVER = 'scalar federation__FieldSet\n\n';

const opened = closedAfterEach();

const printed = (type: GraphQLNamedType | undefined) => type && printType(type);

describe.each<readonly [string, Compose]>([
  ['@apollo/composition', apollo],
  ['@theguild/federation-composition', theGuild],
  ['@wundergraph/composition', wunderGraph],
])('%s', (_, compose) => {
  const composed = (...subgraphs: readonly Subgraph[]) => {
    const result = compose(subgraphs);
    if ('errors' in result) throw new Error(result.errors.join('\n'));
    return buildSchema(result.publicSdl);
  };

  it('composes the subgraph alone', () => {
    const schema = composed(COMMUNITIES);
    const result = schema.getType('UnlinkResult');
    expect(isUnionType(result) && result.getTypes()).toHaveLength(9);
    expect(Object.keys(schema.getMutationType()?.getFields() ?? {})).toEqual(['unlinkGroups']);
  });

  it('composes it with a neighbour that extends Community and has an interface Error of its own', () => {
    const schema = composed(COMMUNITIES, NEIGHBOUR);
    const community = schema.getType('Community');
    expect(isObjectType(community) && Object.keys(community.getFields()).sort()).toEqual([
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
    const schema = composed(COMMUNITIES, NEIGHBOUR);
    const error = schema.getType('Error');
    const implementing = isInterfaceType(error) ? schema.getImplementations(error).objects : [];
    expect(implementing.map(({ name }) => name)).toEqual(['InvalidInput']);
  });

  it('keeps every type of the subgraph as it is, but for those the neighbour adds to', () => {
    const alone = composed(COMMUNITIES);
    const both = composed(COMMUNITIES, NEIGHBOUR);
    const changed = Object.values(alone.getTypeMap())
      .filter(({ name }) => !name.startsWith('__'))
      .filter((type) => printed(type) !== printed(both.getType(type.name)))
      .map(({ name }) => name);
    expect(changed.sort()).toEqual(['Community', 'Mutation', 'Query']);
  });

  it('composes the same from what the running service tells gateways, and it tells no one else', async () => {
    const service = opened(
      await startTestService({
        zApiUrl: 'http://127.0.0.1:1',
        environment: { ROUTER_SECRET: CANARY_ROUTER_SECRET },
      }),
    );
    const ask = (headers: Readonly<Record<string, string>>) =>
      service.graphql('{ _service { sdl } }', {}, headers);
    expect((await ask({})).body).toMatchObject({ errors: [{ extensions: { code: 'FORBIDDEN' } }] });
    const { body } = await ask({ 'router-authorization': CANARY_ROUTER_SECRET });
    const told = printSchema(composed({ ...COMMUNITIES, sdl: body.data._service.sdl }));
    expect(told.replace(LEFT_OVER, '')).toBe(printSchema(composed(COMMUNITIES)));
  });

  it('does not compose it with a neighbour that gives one of its types another shape', () => {
    const clashing = `
      extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])
      type Query { other: GroupUnlink }
      type GroupUnlink { phone: Int! }
    `;
    const result = compose([COMMUNITIES, { ...NEIGHBOUR, sdl: clashing }]);
    expect('errors' in result && result.errors.join('\n')).toContain('GroupUnlink.phone');
  });
});
