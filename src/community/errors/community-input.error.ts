import { Field, ObjectType } from 'type-graphql';
import { CommunityError, type CommunityErrorFields } from './community-error.interface.ts';
import { CommunityInputIssue } from './community-input-issue.type.ts';

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
