import { printSubgraphSchema } from '@apollo/subgraph';
import { describe, expect, it } from '@jest/globals';
import { type DefinitionNode, Kind, parse, print } from 'graphql';
import { buildSchema } from '../../../src/schema/build-schema.ts';
import { COMMITTED_SCHEMA } from './committed-schema.ts';

const { definitions } = parse(COMMITTED_SCHEMA);

const named = (name: string): DefinitionNode => {
  const definition = definitions.find((node) => 'name' in node && node.name?.value === name);
  if (definition === undefined) throw new Error(`the schema defines no ${name}`);
  return definition;
};

/** The members of a union, in their order. */
const membersOf = (name: string): readonly string[] => {
  const node = named(name);
  return node.kind === Kind.UNION_TYPE_DEFINITION ? (node.types ?? []).map(print) : [];
};

/** The values of an enum, in their order. */
const valuesOf = (name: string): readonly string[] => {
  const node = named(name);
  return node.kind === Kind.ENUM_TYPE_DEFINITION ? (node.values ?? []).map((value) => value.name.value) : [];
};

/** Each field of a type as `name(argument: Type): Type`, without descriptions. */
const fieldsOf = (name: string): readonly string[] => {
  const node = named(name);
  if (node.kind !== Kind.OBJECT_TYPE_DEFINITION && node.kind !== Kind.INTERFACE_TYPE_DEFINITION) return [];
  return (node.fields ?? []).map((field) => {
    const given = (field.arguments ?? []).map(({ description: _, ...argument }) => print(argument));
    return `${field.name.value}${given.length > 0 ? `(${given.join(', ')})` : ''}: ${print(field.type)}`;
  });
};

const interfacesOf = (name: string): readonly string[] => {
  const node = named(name);
  return node.kind === Kind.OBJECT_TYPE_DEFINITION ? (node.interfaces ?? []).map(print) : [];
};

const ERROR_FIELDS = [
  'message: String!',
  'code: CommunityErrorCode!',
  'retry: CommunityRetryAdvice!',
  'requestId: ID!',
];

/** What frontends and gateways are promised. To change a line here is to change the promise. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  Mutation: ['unlinkGroups(communityId: ID!, groupsPhones: [String!]!): UnlinkResult'],
  Query: [
    'community(id: ID!): Community',
    'communities(page: Int! = 1, pageSize: Int! = 20): CommunityPage',
    'unlinkPreview(communityId: ID!, groupsPhones: [String!]!): UnlinkPreviewResult',
  ],
  UnlinkSuccess: [
    'communityId: ID!',
    'groups: [GroupUnlink!]!',
    'confirmation: UnlinkConfirmation!',
    'community: Community',
    'requestId: ID!',
  ],
  UnlinkPartialSuccess: [
    'communityId: ID!',
    'message: String!',
    'groups: [GroupUnlink!]!',
    'community: Community',
    'requestId: ID!',
  ],
  GroupUnlink: ['phone: String!', 'status: GroupUnlinkStatus!', 'blocker: UnlinkBlocker'],
  CommunityError: ERROR_FIELDS,
  CommunityInputError: [...ERROR_FIELDS, 'issues: [CommunityInputIssue!]!'],
  CommunityInputIssue: ['path: [String!]!', 'rule: String!', 'message: String!'],
  CommunityNotFoundError: [...ERROR_FIELDS, 'communityId: ID!'],
  UnlinkRejectedError: [
    ...ERROR_FIELDS,
    'communityId: ID!',
    'groups: [GroupUnlink!]!',
    'community: Community',
  ],
  UnlinkOutcomeUnknownError: [...ERROR_FIELDS, 'communityId: ID!', 'groups: [GroupUnlink!]!'],
  WhatsAppInstanceError: ERROR_FIELDS,
  CommunityRateLimitedError: [...ERROR_FIELDS, 'retryAfterSeconds: Int!'],
  CommunityUpstreamError: ERROR_FIELDS,
  UnlinkPreview: [
    'allowed: Boolean!',
    'groups: [GroupUnlinkPreview!]!',
    'remainingGroups: Int!',
    'community: Community!',
    'requestId: ID!',
  ],
  GroupUnlinkPreview: ['phone: String!', 'name: String', 'linked: Boolean!', 'blocker: UnlinkBlocker'],
  CommunityPage: ['items: [Community!]!', 'page: Int!', 'pageSize: Int!', 'mayHaveMore: Boolean!'],
  Community: [
    'id: ID!',
    'name: String',
    'description: String',
    'groups: [CommunityGroup!]',
    'announcementGroup: CommunityGroup',
  ],
  CommunityGroup: ['phone: String!', 'name: String', 'isAnnouncement: Boolean!'],
};

const UNIONS: Readonly<Record<string, readonly string[]>> = {
  UnlinkResult: [
    'UnlinkSuccess',
    'UnlinkPartialSuccess',
    'CommunityInputError',
    'CommunityNotFoundError',
    'UnlinkRejectedError',
    'UnlinkOutcomeUnknownError',
    'WhatsAppInstanceError',
    'CommunityRateLimitedError',
    'CommunityUpstreamError',
  ],
  UnlinkPreviewResult: [
    'UnlinkPreview',
    'CommunityInputError',
    'CommunityNotFoundError',
    'WhatsAppInstanceError',
    'CommunityRateLimitedError',
    'CommunityUpstreamError',
  ],
};

const ENUMS: Readonly<Record<string, readonly string[]>> = {
  GroupUnlinkStatus: ['UNLINKED', 'NOT_LINKED', 'STILL_LINKED', 'UNKNOWN'],
  UnlinkConfirmation: ['ACKNOWLEDGED', 'VERIFIED', 'OBSERVED'],
  UnlinkBlocker: ['LAST_LINKED_GROUP', 'ANNOUNCEMENT_GROUP', 'UNDETERMINED'],
  CommunityErrorCode: [
    'INVALID_INPUT',
    'COMMUNITY_NOT_FOUND',
    'UNLINK_REJECTED',
    'OUTCOME_UNKNOWN',
    'INSTANCE_DISCONNECTED',
    'INSTANCE_SUBSCRIPTION_EXPIRED',
    'RATE_LIMITED',
    'UPSTREAM_UNAVAILABLE',
    'UPSTREAM_MISCONFIGURED',
    'UPSTREAM_PROTOCOL',
  ],
  CommunityRetryAdvice: ['FIX_INPUT', 'AFTER_DELAY', 'CHECK_FIRST', 'NO'],
};

describe('the contract', () => {
  it.each(Object.entries(FIELDS))('%s has these fields, of these types', (name, fields) => {
    expect([...fieldsOf(name)].sort()).toEqual([...fields].sort());
  });

  it.each(Object.entries(UNIONS))('%s has these members', (name, members) => {
    expect(membersOf(name)).toEqual(members);
  });

  it.each(Object.entries(ENUMS))('%s has these values', (name, values) => {
    expect(valuesOf(name)).toEqual(values);
  });

  it('defines nothing else', () => {
    const names = definitions.flatMap((node) => ('name' in node && node.name ? [node.name.value] : []));
    expect(names.sort()).toEqual([FIELDS, UNIONS, ENUMS].flatMap(Object.keys).sort());
  });

  it('lets every member that ends in Error, and no other, be an error of communities', () => {
    const members = [...new Set(Object.values(UNIONS).flat())];
    const errors = members.filter((name) => interfacesOf(name).includes('CommunityError'));
    expect(errors).toEqual(members.filter((name) => name.endsWith('Error')));
    expect(errors.length).toBeGreaterThan(0);
  });

  it('is a subgraph of federation 2.3 that imports @key alone', () => {
    const extensions = definitions.filter(({ kind }) => kind === Kind.SCHEMA_EXTENSION);
    expect(extensions.map(print)).toEqual([
      'extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])',
    ]);
  });

  it('lets others name a community by its id, and no other type', () => {
    const keyed = definitions.flatMap((node) =>
      (node.kind === Kind.OBJECT_TYPE_DEFINITION ? (node.directives ?? []) : []).map(
        (directive) => `${'name' in node ? node.name?.value : ''} ${print(directive)}`,
      ),
    );
    expect(keyed).toEqual(['Community @key(fields: "id")']);
  });

  it('describes every type, and every member of UnlinkResult by when it is returned', () => {
    const undescribed = definitions.filter(
      (node) => 'name' in node && 'description' in node && node.description === undefined,
    );
    expect(undescribed.map((node) => ('name' in node ? node.name?.value : ''))).toEqual([
      'Query',
      'Mutation',
    ]);
    for (const name of membersOf('UnlinkResult').filter((member) => member.endsWith('Error'))) {
      const node = named(name);
      expect('description' in node ? node.description?.value : '').toMatch(/^Returned when /);
    }
  });
});

describe('schema/schema.graphql', () => {
  it('is what the code emits, under a banner that says so', () => {
    const [banner, ...rest] = COMMITTED_SCHEMA.split('\n\n');
    expect(banner).toMatch(/^# Generated by `npm run schema` .*Do not edit\.$/);
    expect(rest.join('\n\n')).toBe(`${printSubgraphSchema(buildSchema())}\n`);
  });
});
