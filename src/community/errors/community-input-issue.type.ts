import { Field, ObjectType } from 'type-graphql';

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
