import { registerEnumType } from 'type-graphql';

export enum UnlinkBlocker {
  LAST_LINKED_GROUP = 'LAST_LINKED_GROUP',
  ANNOUNCEMENT_GROUP = 'ANNOUNCEMENT_GROUP',
  UNDETERMINED = 'UNDETERMINED',
}

registerEnumType(UnlinkBlocker, {
  name: 'UnlinkBlocker',
  description: 'Why a group cannot be, or was not, unlinked. Values may be added.',
  valuesConfig: {
    LAST_LINKED_GROUP: {
      description: 'A community keeps at least one ordinary group; this request would leave none.',
    },
    ANNOUNCEMENT_GROUP: { description: 'The announcement group belongs to the community itself.' },
    UNDETERMINED: { description: "Refused, and the community's own state does not say why." },
  },
});
