import { Field, ID, Int, ObjectType } from 'type-graphql';
import { CommunityError, type CommunityErrorFields } from './community-error.interface.ts';

@ObjectType({ description: 'One argument, or one element of it, that breaks its form.' })
export class CommunityInputIssue {
  @Field(() => [String], {
    description:
      'Argument and index, for example ["groupsPhones", "2"]. The offending value is never echoed.',
  })
  readonly path: readonly string[];

  @Field(() => String, { description: 'Stable rule name: format, minItems, maxItems, min, max.' })
  readonly rule: string;

  @Field(() => String, {
    description: 'For people, in the language of Accept-Language (en, pt-BR). Never parse it.',
  })
  readonly message: string;

  constructor(path: readonly string[], rule: string, message: string) {
    this.path = path;
    this.rule = rule;
    this.message = message;
  }
}

@ObjectType({
  implements: CommunityError,
  description: 'Returned when an argument breaks its documented form. Nothing was sent.',
})
export class CommunityInputError extends CommunityError {
  @Field(() => [CommunityInputIssue], { description: 'At most 20.' })
  readonly issues: readonly CommunityInputIssue[];

  constructor(fields: CommunityErrorFields, issues: readonly CommunityInputIssue[]) {
    super(fields);
    this.issues = issues;
  }
}

@ObjectType({
  implements: CommunityError,
  description: 'Returned when the connected WhatsApp number knows no such community.',
})
export class CommunityNotFoundError extends CommunityError {
  @Field(() => ID)
  readonly communityId: string;

  constructor(fields: CommunityErrorFields, communityId: string) {
    super(fields);
    this.communityId = communityId;
  }
}

@ObjectType({
  implements: CommunityError,
  description: 'Returned when a limit, of this service or of Z-API, was reached. Nothing was changed.',
})
export class CommunityRateLimitedError extends CommunityError {
  @Field(() => Int, { description: 'Seconds to wait before trying again.' })
  readonly retryAfterSeconds: number;

  constructor(fields: CommunityErrorFields, retryAfterSeconds: number) {
    super(fields);
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

@ObjectType({
  implements: CommunityError,
  description:
    'Returned when Z-API is unreachable, misconfigured or refuses the form of the request, and the request was certainly not executed.',
})
export class CommunityUpstreamError extends CommunityError {}

@ObjectType({
  implements: CommunityError,
  description: 'Returned when the Z-API instance itself cannot act: disconnected phone, ended subscription.',
})
export class WhatsAppInstanceError extends CommunityError {}
