import { registerEnumType } from 'type-graphql';

export enum CommunityErrorCode {
  INVALID_INPUT = 'INVALID_INPUT',
  COMMUNITY_NOT_FOUND = 'COMMUNITY_NOT_FOUND',
  UNLINK_REJECTED = 'UNLINK_REJECTED',
  OUTCOME_UNKNOWN = 'OUTCOME_UNKNOWN',
  INSTANCE_DISCONNECTED = 'INSTANCE_DISCONNECTED',
  INSTANCE_SUBSCRIPTION_EXPIRED = 'INSTANCE_SUBSCRIPTION_EXPIRED',
  RATE_LIMITED = 'RATE_LIMITED',
  UPSTREAM_UNAVAILABLE = 'UPSTREAM_UNAVAILABLE',
  UPSTREAM_MISCONFIGURED = 'UPSTREAM_MISCONFIGURED',
  UPSTREAM_PROTOCOL = 'UPSTREAM_PROTOCOL',
}

registerEnumType(CommunityErrorCode, {
  name: 'CommunityErrorCode',
  description: 'Stable and machine-readable. Values may be added: keep a default branch.',
  valuesConfig: {
    INVALID_INPUT: { description: 'An argument breaks its documented form. Nothing was sent.' },
    COMMUNITY_NOT_FOUND: { description: 'The connected WhatsApp number knows no such community.' },
    UNLINK_REJECTED: { description: 'Z-API refused the unlink; `groups` says what is known of each.' },
    OUTCOME_UNKNOWN: { description: 'The request left this service and no trustworthy answer came back.' },
    INSTANCE_DISCONNECTED: {
      description: 'The WhatsApp session is disconnected: reconnect the phone in Z-API.',
    },
    INSTANCE_SUBSCRIPTION_EXPIRED: { description: "The Z-API instance's subscription has ended." },
    RATE_LIMITED: { description: 'Too many requests, from this caller or for this WhatsApp number.' },
    UPSTREAM_UNAVAILABLE: {
      description: 'Z-API could not be reached, or is being given a rest. Nothing was changed.',
    },
    UPSTREAM_MISCONFIGURED: {
      description: "Z-API refused this service's credentials or address: an operator must act.",
    },
    UPSTREAM_PROTOCOL: {
      description:
        'Z-API refused the form of the request (404 route, 405, 415, ...): this service must be mended.',
    },
  },
});
