import { Field, ID, InterfaceType } from 'type-graphql';
import { CommunityErrorCode } from './community-error-code.enum.ts';
import { CommunityRetryAdvice } from './community-retry-advice.enum.ts';

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
