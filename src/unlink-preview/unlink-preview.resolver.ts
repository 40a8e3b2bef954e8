import { Args, Ctx, Query, Resolver, UseMiddleware } from 'type-graphql';
import { argumentErrors } from '../community/argument-errors.middleware.ts';
import { ExpectedFailure } from '../community/expected-failure.ts';
import type { OperationContext } from '../community/operation-context.ts';
import { recordOutcome } from '../community/record-outcome.middleware.ts';
import { UnlinkGroupsArgs } from '../unlink-groups/unlink-groups.args.ts';
import { UnlinkPreviewResult } from './unlink-preview-result.union.ts';

const DESCRIPTION = `
What \`unlinkGroups\` would do, without doing it. Also the way to find out what happened after
UnlinkOutcomeUnknownError or a lost connection.

Not available yet: null with an entry in \`errors\`. Until then query \`community\` and see which groups it still holds.
`.trim();

@Resolver()
export class UnlinkPreviewResolver {
  @Query(() => UnlinkPreviewResult, { nullable: true, description: DESCRIPTION })
  @UseMiddleware(recordOutcome, argumentErrors)
  unlinkPreview(
    @Args(() => UnlinkGroupsArgs) _args: UnlinkGroupsArgs,
    @Ctx() { messages }: OperationContext,
  ): UnlinkPreviewResult | null {
    throw new ExpectedFailure(messages.request.notAvailable, 'NOT_IMPLEMENTED');
  }
}
