import { Field, Int, ObjectType } from 'type-graphql';
import { CommunityError, type CommunityErrorFields } from './community-error.interface.ts';

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
