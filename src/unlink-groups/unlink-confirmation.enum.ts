import { registerEnumType } from 'type-graphql';

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
