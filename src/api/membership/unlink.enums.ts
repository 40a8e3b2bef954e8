import { registerEnumType } from 'type-graphql';

export enum GroupUnlinkStatus {
  UNLINKED = 'UNLINKED',
  NOT_LINKED = 'NOT_LINKED',
  STILL_LINKED = 'STILL_LINKED',
  UNKNOWN = 'UNKNOWN',
}

registerEnumType(GroupUnlinkStatus, {
  name: 'GroupUnlinkStatus',
  description: 'What is known of one requested group. Values may be added.',
  valuesConfig: {
    UNLINKED: { description: 'Z-API acknowledged unlinking it.' },
    NOT_LINKED: {
      description:
        'Seen not linked when the community was read back: already out, never in, a wrong id, or unlinked by a call whose answer was lost.',
    },
    STILL_LINKED: { description: 'Seen still linked when the community was read back.' },
    UNKNOWN: { description: 'Could not be determined.' },
  },
});

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

export enum UnlinkConfirmation {
  ACKNOWLEDGED = 'ACKNOWLEDGED',
  VERIFIED = 'VERIFIED',
  OBSERVED = 'OBSERVED',
}

registerEnumType(UnlinkConfirmation, {
  name: 'UnlinkConfirmation',
  description: 'How it is known that the groups are out. Values may be added.',
  valuesConfig: {
    ACKNOWLEDGED: { description: 'Z-API answered success; the community was not read back.' },
    VERIFIED: {
      description: 'Z-API answered success and the community, read back, no longer holds the groups.',
    },
    OBSERVED: {
      description: 'Z-API did not acknowledge, yet the community, read back, does not hold the groups.',
    },
  },
});
