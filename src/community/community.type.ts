import { Directive, Field, ID, ObjectType } from 'type-graphql';

/** A community by its id; `community.resolver.ts` reads the rest when it is asked for. */
@Directive('@key(fields: "id")')
@ObjectType({
  description:
    'A WhatsApp community. Other subgraphs may extend it by id. All but the id needs the scope `communities:read`.',
})
export class Community {
  @Field(() => ID, { description: 'Digits. Keep it a string: it does not fit a number.' })
  readonly id: string;

  /** The name, where a list of communities told it already. */
  readonly knownName: string | null | undefined;

  constructor(id: string, knownName?: string | null) {
    this.id = id;
    this.knownName = knownName;
  }
}
