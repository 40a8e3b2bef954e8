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
