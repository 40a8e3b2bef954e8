import { Field, ID, InterfaceType, registerEnumType } from 'type-graphql';
import { COMMUNITY_ERROR_CODES } from '../../utils/error-codes.ts';

export type CommunityErrorCode = (typeof COMMUNITY_ERROR_CODES)[number];

export const CommunityErrorCode = Object.fromEntries(COMMUNITY_ERROR_CODES.map((code) => [code, code])) as {
  readonly [Code in CommunityErrorCode]: Code;
};

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

export enum CommunityRetryAdvice {
  FIX_INPUT = 'FIX_INPUT',
  AFTER_DELAY = 'AFTER_DELAY',
  CHECK_FIRST = 'CHECK_FIRST',
  NO = 'NO',
}

registerEnumType(CommunityRetryAdvice, {
  name: 'CommunityRetryAdvice',
  description: 'Whether to try again. Values may be added.',
  valuesConfig: {
    FIX_INPUT: { description: 'Change the arguments first.' },
    AFTER_DELAY: { description: 'Nothing happened. Safe to repeat after a pause.' },
    CHECK_FIRST: { description: 'It may have happened. Query `unlinkPreview` before repeating.' },
    NO: { description: 'Repeating cannot help until something outside this API changes.' },
  },
});

export interface CommunityErrorFields {
  readonly message: string;
  readonly code: CommunityErrorCode;
  readonly retry: CommunityRetryAdvice;
  readonly requestId: string;
}

/** What every expected failure says of itself. Expected failures are returned, never thrown, where a union has room for them. */
@InterfaceType({
  description:
    'An expected failure. The type says what a client can do, `code` says why, `retry` says whether to try again.',
})
export abstract class CommunityError {
  @Field(() => String, {
    description:
      'For people, in the language of Accept-Language (en, pt-BR). Never parse it; never holds credentials or upstream text.',
  })
  readonly message: string;

  @Field(() => CommunityErrorCode, { description: 'Why, for programs.' })
  readonly code: CommunityErrorCode;

  @Field(() => CommunityRetryAdvice, { description: 'Whether to try again, and what to do before.' })
  readonly retry: CommunityRetryAdvice;

  @Field(() => ID, { description: 'Quote it when asking for support: it is in every log line of this call.' })
  readonly requestId: string;

  constructor({ message, code, retry, requestId }: CommunityErrorFields) {
    this.message = message;
    this.code = code;
    this.retry = retry;
    this.requestId = requestId;
  }
}
