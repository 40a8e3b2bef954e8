import { expect } from '@jest/globals';
import { en } from '../../src/i18n/en.ts';
import { CONDOMINIO } from '../../src/simulator/communities.ts';
import { type Attack, asking, expectHarmless } from './judging.ts';
import type { Target } from './profiles.ts';

const PHONE = '1345353454354354-group';

const INPUT_ERROR = '__typename ... on CommunityInputError { issues { path rule } }';
const VARIABLES = '($communityId: ID!, $groupsPhones: [String!]!)';
const ARGUMENTS = '(communityId: $communityId, groupsPhones: $groupsPhones)';

const DOCUMENTS = {
  unlinkGroups: `mutation ${VARIABLES} { unlinkGroups${ARGUMENTS} { ${INPUT_ERROR} } }`,
  unlinkPreview: `query ${VARIABLES} { unlinkPreview${ARGUMENTS} { ${INPUT_ERROR} } }`,
} as const;

type Field = keyof typeof DOCUMENTS;

/** A place that a payload can be put in, and the answer that says it has not the form of an id. */
type Place = readonly [attack: Attack, body: unknown];

const inVariables = (field: Field, variables: object, path: readonly string[], payload: string): Place => [
  { ...asking(DOCUMENTS[field], { variables }), payload },
  { data: { [field]: { __typename: 'CommunityInputError', issues: [{ path, rule: 'format' }] } } },
];

const inLiteral = (payload: string): Place => [
  { ...asking(`{ community(id: ${JSON.stringify(payload)}) { id } }`), payload },
  {
    data: { community: null },
    errors: [
      {
        message: en.errors.INVALID_INPUT,
        locations: [{ line: 1, column: 3 }],
        path: ['community'],
        extensions: {
          code: 'INVALID_INPUT',
          issues: [{ path: ['id'], rule: 'format', message: en.rules.communityIdFormat }],
          requestId: expect.any(String),
        },
      },
    ],
  },
];

const placesFor = (payload: string): readonly Place[] => [
  inLiteral(payload),
  ...(['unlinkGroups', 'unlinkPreview'] as const).flatMap((field) => [
    inVariables(field, { communityId: payload, groupsPhones: [PHONE] }, ['communityId'], payload),
    inVariables(
      field,
      { communityId: CONDOMINIO.id, groupsPhones: [PHONE, payload] },
      ['groupsPhones', '1'],
      payload,
    ),
  ]),
];

/** Puts a payload wherever an operation takes a text: nothing is sent, and only the place is told. */
export const expectNoId = async (target: Target, payload: string): Promise<void> => {
  for (const [attack, body] of placesFor(payload)) await expectHarmless(target, attack, body);
};
