import { describe, expect, it } from '@jest/globals';
import {
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLObjectType,
  isUnionType,
  Kind,
  type SelectionSetNode,
} from 'graphql';
import { UnlinkGroupsDocument, UnlinkPreviewDocument } from '../../../src/client/index.ts';
import { buildSchema } from '../../../src/schema/build-schema.ts';

/** One more call to Z-API, so that who wants it asks for it. */
const LEFT_OUT = 'community';

/** The names of the fields that a document selects of an object type, wherever fragments apply to it. */
const selectedOf = (type: GraphQLObjectType, document: DocumentNode): ReadonlySet<string> => {
  const names = [type.name, ...type.getInterfaces().map(({ name }) => name)];
  const isFragment = (node: { readonly kind: string }): node is FragmentDefinitionNode =>
    node.kind === Kind.FRAGMENT_DEFINITION;
  const fragments = new Map(
    document.definitions.filter(isFragment).map((fragment) => [fragment.name.value, fragment]),
  );
  const selected = new Set<string>();
  const visit = ({ selections }: SelectionSetNode, applies: boolean): void => {
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) {
        if (applies) selected.add(selection.name.value);
      } else {
        const fragment =
          selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
        const on = fragment?.typeCondition?.name.value ?? '';
        if (fragment && names.includes(on)) visit(fragment.selectionSet, true);
      }
    }
  };
  const operation = document.definitions.find(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  const root = operation && 'selectionSet' in operation ? operation.selectionSet?.selections[0] : undefined;
  if (root?.kind === Kind.FIELD && root.selectionSet) visit(root.selectionSet, false);
  return selected;
};

const schema = buildSchema();

const membersOf = (union: string): readonly GraphQLObjectType[] => {
  const type = schema.getType(union);
  return isUnionType(type) ? type.getTypes() : [];
};

describe.each([
  ['unlink-groups.graphql', 'UnlinkResult', UnlinkGroupsDocument, LEFT_OUT],
  ['unlink-preview.graphql', 'UnlinkPreviewResult', UnlinkPreviewDocument, undefined],
] as const)('%s', (_, union, document, leftOut) => {
  it.each(membersOf(union).map((type) => [type.name, type] as const))('selects all of %s', (_name, type) => {
    const fields = Object.keys(type.getFields()).filter((name) => name !== leftOut);
    expect([...selectedOf(type, document)].sort()).toEqual(fields.sort());
  });
});
